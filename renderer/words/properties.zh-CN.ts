/** What the properties of definitions are called in Simplified Chinese, by kind: loaded when a page needs it. */
import audio from './zh-CN/properties/audio.json' with { type: 'json' };
import channel from './zh-CN/properties/channel.json' with { type: 'json' };
import character from './zh-CN/properties/character.json' with { type: 'json' };
import common from './zh-CN/properties/common.json' with { type: 'json' };
import controller from './zh-CN/properties/controller.json' with { type: 'json' };
import crypto from './zh-CN/properties/crypto.json' with { type: 'json' };
import disk from './zh-CN/properties/disk.json' with { type: 'json' };
import domain from './zh-CN/properties/domain.json' with { type: 'json' };
import filesystem from './zh-CN/properties/filesystem.json' with { type: 'json' };
import graphics from './zh-CN/properties/graphics.json' with { type: 'json' };
import hostdev from './zh-CN/properties/hostdev.json' with { type: 'json' };
import hub from './zh-CN/properties/hub.json' with { type: 'json' };
import input from './zh-CN/properties/input.json' with { type: 'json' };
import interfaceWords from './zh-CN/properties/interface.json' with { type: 'json' };
import iommu from './zh-CN/properties/iommu.json' with { type: 'json' };
import lease from './zh-CN/properties/lease.json' with { type: 'json' };
import memballoon from './zh-CN/properties/memballoon.json' with { type: 'json' };
import memory from './zh-CN/properties/memory.json' with { type: 'json' };
import nvram from './zh-CN/properties/nvram.json' with { type: 'json' };
import redirdev from './zh-CN/properties/redirdev.json' with { type: 'json' };
import rng from './zh-CN/properties/rng.json' with { type: 'json' };
import shmem from './zh-CN/properties/shmem.json' with { type: 'json' };
import smartcard from './zh-CN/properties/smartcard.json' with { type: 'json' };
import sound from './zh-CN/properties/sound.json' with { type: 'json' };
import tpm from './zh-CN/properties/tpm.json' with { type: 'json' };
import video from './zh-CN/properties/video.json' with { type: 'json' };
import vsock from './zh-CN/properties/vsock.json' with { type: 'json' };
import watchdog from './zh-CN/properties/watchdog.json' with { type: 'json' };

export const properties = {
  audio,
  channel,
  character,
  common,
  controller,
  crypto,
  disk,
  domain,
  filesystem,
  graphics,
  hostdev,
  hub,
  input,
  interface: interfaceWords,
  iommu,
  lease,
  memballoon,
  memory,
  nvram,
  redirdev,
  rng,
  shmem,
  smartcard,
  sound,
  tpm,
  video,
  vsock,
  watchdog,
};
