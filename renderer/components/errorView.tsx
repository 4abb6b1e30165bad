export { Problem as ErrorView } from '../nouns/problem.tsx';
