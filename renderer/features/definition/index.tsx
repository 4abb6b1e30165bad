export { DefinitionTab } from './definitionTab.tsx';
