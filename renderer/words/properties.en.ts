/** What the properties of definitions are called in English, by kind: loaded when a page needs it. */
import audio from './en/properties/audio.json' with { type: 'json' };
import channel from './en/properties/channel.json' with { type: 'json' };
import character from './en/properties/character.json' with { type: 'json' };
import common from './en/properties/common.json' with { type: 'json' };
import controller from './en/properties/controller.json' with { type: 'json' };
import crypto from './en/properties/crypto.json' with { type: 'json' };
import disk from './en/properties/disk.json' with { type: 'json' };
import domain from './en/properties/domain.json' with { type: 'json' };
import filesystem from './en/properties/filesystem.json' with { type: 'json' };
import graphics from './en/properties/graphics.json' with { type: 'json' };
import hostdev from './en/properties/hostdev.json' with { type: 'json' };
import hub from './en/properties/hub.json' with { type: 'json' };
import input from './en/properties/input.json' with { type: 'json' };
import interfaceWords from './en/properties/interface.json' with { type: 'json' };
import iommu from './en/properties/iommu.json' with { type: 'json' };
import lease from './en/properties/lease.json' with { type: 'json' };
import memballoon from './en/properties/memballoon.json' with { type: 'json' };
import memory from './en/properties/memory.json' with { type: 'json' };
import nvram from './en/properties/nvram.json' with { type: 'json' };
import redirdev from './en/properties/redirdev.json' with { type: 'json' };
import rng from './en/properties/rng.json' with { type: 'json' };
import shmem from './en/properties/shmem.json' with { type: 'json' };
import smartcard from './en/properties/smartcard.json' with { type: 'json' };
import sound from './en/properties/sound.json' with { type: 'json' };
import tpm from './en/properties/tpm.json' with { type: 'json' };
import video from './en/properties/video.json' with { type: 'json' };
import vsock from './en/properties/vsock.json' with { type: 'json' };
import watchdog from './en/properties/watchdog.json' with { type: 'json' };

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
