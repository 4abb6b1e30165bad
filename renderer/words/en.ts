/** All words in English; the first part of a key is the name of its file. */
import addHardware from './en/addHardware.json' with { type: 'json' };
import bulkEdit from './en/bulkEdit.json' with { type: 'json' };
import code from './en/code.json' with { type: 'json' };
import console from './en/console.json' with { type: 'json' };
import createDomain from './en/createDomain.json' with { type: 'json' };
import creation from './en/creation.json' with { type: 'json' };
import dataGrid from './en/dataGrid.json' with { type: 'json' };
import definition from './en/definition.json' with { type: 'json' };
import device from './en/device.json' with { type: 'json' };
import diff from './en/diff.json' with { type: 'json' };
import disk from './en/disk.json' with { type: 'json' };
import domain from './en/domain.json' with { type: 'json' };
import edit from './en/edit.json' with { type: 'json' };
import error from './en/error.json' with { type: 'json' };
import field from './en/field.json' with { type: 'json' };
import file from './en/file.json' with { type: 'json' };
import fleet from './en/fleet.json' with { type: 'json' };
import graph from './en/graph.json' with { type: 'json' };
import hardware from './en/hardware.json' with { type: 'json' };
import help from './en/help.json' with { type: 'json' };
import history from './en/history.json' with { type: 'json' };
import host from './en/host.json' with { type: 'json' };
import interfaceWords from './en/interface.json' with { type: 'json' };
import menu from './en/menu.json' with { type: 'json' };
import network from './en/network.json' with { type: 'json' };
import nodeDevice from './en/nodeDevice.json' with { type: 'json' };
import nwfilter from './en/nwfilter.json' with { type: 'json' };
import object from './en/object.json' with { type: 'json' };
import palette from './en/palette.json' with { type: 'json' };
import problem from './en/problem.json' with { type: 'json' };
import prompt from './en/prompt.json' with { type: 'json' };
import secret from './en/secret.json' with { type: 'json' };
import settings from './en/settings.json' with { type: 'json' };
import shell from './en/shell.json' with { type: 'json' };
import snapshot from './en/snapshot.json' with { type: 'json' };
import status from './en/status.json' with { type: 'json' };
import storagePool from './en/storagePool.json' with { type: 'json' };
import storageVolume from './en/storageVolume.json' with { type: 'json' };
import task from './en/task.json' with { type: 'json' };
import tree from './en/tree.json' with { type: 'json' };
import verb from './en/verb.json' with { type: 'json' };

export const en = {
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
