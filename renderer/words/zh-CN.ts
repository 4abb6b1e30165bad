/** All words in Simplified Chinese; the first part of a key is the name of its file. */
import addHardware from './zh-CN/addHardware.json' with { type: 'json' };
import bulkEdit from './zh-CN/bulkEdit.json' with { type: 'json' };
import code from './zh-CN/code.json' with { type: 'json' };
import console from './zh-CN/console.json' with { type: 'json' };
import createDomain from './zh-CN/createDomain.json' with { type: 'json' };
import creation from './zh-CN/creation.json' with { type: 'json' };
import dataGrid from './zh-CN/dataGrid.json' with { type: 'json' };
import definition from './zh-CN/definition.json' with { type: 'json' };
import device from './zh-CN/device.json' with { type: 'json' };
import diff from './zh-CN/diff.json' with { type: 'json' };
import disk from './zh-CN/disk.json' with { type: 'json' };
import domain from './zh-CN/domain.json' with { type: 'json' };
import edit from './zh-CN/edit.json' with { type: 'json' };
import error from './zh-CN/error.json' with { type: 'json' };
import field from './zh-CN/field.json' with { type: 'json' };
import file from './zh-CN/file.json' with { type: 'json' };
import fleet from './zh-CN/fleet.json' with { type: 'json' };
import graph from './zh-CN/graph.json' with { type: 'json' };
import hardware from './zh-CN/hardware.json' with { type: 'json' };
import help from './zh-CN/help.json' with { type: 'json' };
import history from './zh-CN/history.json' with { type: 'json' };
import host from './zh-CN/host.json' with { type: 'json' };
import interfaceWords from './zh-CN/interface.json' with { type: 'json' };
import menu from './zh-CN/menu.json' with { type: 'json' };
import network from './zh-CN/network.json' with { type: 'json' };
import nodeDevice from './zh-CN/nodeDevice.json' with { type: 'json' };
import nwfilter from './zh-CN/nwfilter.json' with { type: 'json' };
import object from './zh-CN/object.json' with { type: 'json' };
import palette from './zh-CN/palette.json' with { type: 'json' };
import problem from './zh-CN/problem.json' with { type: 'json' };
import prompt from './zh-CN/prompt.json' with { type: 'json' };
import secret from './zh-CN/secret.json' with { type: 'json' };
import settings from './zh-CN/settings.json' with { type: 'json' };
import shell from './zh-CN/shell.json' with { type: 'json' };
import snapshot from './zh-CN/snapshot.json' with { type: 'json' };
import status from './zh-CN/status.json' with { type: 'json' };
import storagePool from './zh-CN/storagePool.json' with { type: 'json' };
import storageVolume from './zh-CN/storageVolume.json' with { type: 'json' };
import task from './zh-CN/task.json' with { type: 'json' };
import tree from './zh-CN/tree.json' with { type: 'json' };
import verb from './zh-CN/verb.json' with { type: 'json' };

export const zhCN = {
  addHardware,
  bulkEdit,
  code,
  console,
  createDomain,
  creation,
  dataGrid,
  definition,
  device,
  diff,
  disk,
  domain,
  edit,
  error,
  field,
  file,
  fleet,
  graph,
  hardware,
  help,
  history,
  host,
  interface: interfaceWords,
  menu,
  network,
  nodeDevice,
  nwfilter,
  object,
  palette,
  problem,
  prompt,
  secret,
  settings,
  shell,
  snapshot,
  status,
  storagePool,
  storageVolume,
  task,
  tree,
  verb,
};
