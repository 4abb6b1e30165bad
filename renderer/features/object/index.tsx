export { ObjectDefinition } from './definition.tsx';
export { ObjectOverview } from './overview.tsx';
