/** Words of native menus and notifications; those of the window are in renderer/words. */
import type { Words } from '../shell/language.ts';

export const words = {
  file: { en: 'File', 'zh-CN': '文件' },
  newWindow: { en: 'New window', 'zh-CN': '新建窗口' },
  closeWindow: { en: 'Close window', 'zh-CN': '关闭窗口' },
  quit: { en: 'Quit', 'zh-CN': '退出' },
  edit: { en: 'Edit', 'zh-CN': '编辑' },
  undo: { en: 'Undo', 'zh-CN': '撤销' },
  redo: { en: 'Redo', 'zh-CN': '重做' },
  cut: { en: 'Cut', 'zh-CN': '剪切' },
  copy: { en: 'Copy', 'zh-CN': '复制' },
  paste: { en: 'Paste', 'zh-CN': '粘贴' },
  selectAll: { en: 'Select all', 'zh-CN': '全选' },
  view: { en: 'View', 'zh-CN': '视图' },
  reload: { en: 'Reload window', 'zh-CN': '重新载入窗口' },
  actualSize: { en: 'Actual size', 'zh-CN': '实际大小' },
  zoomIn: { en: 'Zoom in', 'zh-CN': '放大' },
  zoomOut: { en: 'Zoom out', 'zh-CN': '缩小' },
  fullScreen: { en: 'Full screen', 'zh-CN': '全屏' },
  developerTools: { en: 'Developer tools', 'zh-CN': '开发者工具' },
  settings: { en: 'Settings', 'zh-CN': '设置' },
  show: { en: 'Show VirtDeck', 'zh-CN': '显示 VirtDeck' },
  hostsConnected: {
    en: 'VirtDeck: {connected} of {hosts} hosts connected',
    'zh-CN': 'VirtDeck：已连接 {connected}/{hosts} 台主机',
  },
  taskObject: { en: '{object} on {host}', 'zh-CN': '{host} 上的 {object}' },
  taskDone: { en: 'Finished', 'zh-CN': '已完成' },
  taskFailed: { en: 'Failed: {why}', 'zh-CN': '失败：{why}' },
  cannotStart: { en: 'VirtDeck cannot start', 'zh-CN': 'VirtDeck 无法启动' },
  cannotShow: { en: 'VirtDeck cannot show what you asked for', 'zh-CN': 'VirtDeck 无法显示所请求的内容' },
} as const satisfies Readonly<Record<string, Words>>;
export type WordKey = keyof typeof words;

/** Fills `{placeholders}`. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}
