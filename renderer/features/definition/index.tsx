export { DefinitionTab } from './definitionTab.tsx';
export { DeviceXml } from './deviceXml.tsx';
