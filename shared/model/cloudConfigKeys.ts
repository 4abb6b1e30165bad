/**
 * Keys of a `#cloud-config`, and what may stand under them: cloud-init's own schema (schema-cloud-config-v1.json), with keys that
 * came later and those of the system's configuration, which cloud-init takes from user-data too.
 */

export const cloudConfigShapes = ['text', 'truth', 'list', 'mapping', 'nothing'] as const;
/** `text` means numbers too. */
export type CloudConfigShape = (typeof cloudConfigShapes)[number];

const groups: readonly (readonly [shapes: readonly CloudConfigShape[], keys: string])[] = [
  [
    ['text'],
    `byobu_by_default disable_root_opts final_message fqdn hostname launch-index locale_configfile password timezone user
     yum_repo_dir`,
  ],
  [
    ['truth'],
    `allow_public_ssh_keys apt_reboot_if_required apt_update apt_upgrade create_hostname_file disable_ec2_metadata disable_root
     manage_resolv_conf no_ssh_fingerprints package_reboot_if_required package_update package_upgrade preserve_hostname
     prefer_fqdn_over_hostname ssh_deletekeys ssh_quiet_keygen`,
  ],
  [['truth', 'text'], 'apt_pipelining locale manage_etc_hosts resize_rootfs ssh_pwauth'],
  [
    ['list'],
    `bootcmd cloud_config_modules cloud_final_modules cloud_init_modules datasource_list fs_setup mount_default_fields mounts
     packages runcmd ssh_authorized_keys ssh_fp_console_blacklist ssh_genkeytypes ssh_import_id ssh_key_console_blacklist
     write_files`,
  ],
  [
    ['mapping'],
    `ansible apk_repos apt autoinstall ca-certs ca_certs chef chpasswd datasource device_aliases disk_setup drivers fan growpart
     grub-dpkg grub_dpkg keyboard landscape lxd mcollective network output phone_home power_state puppet random_seed reporting
     resolv_conf rh_subscription salt_minion snap spacewalk ssh ssh_keys ssh_publish_hostkeys swap system_info ubuntu_advantage
     ubuntu_pro updates vendor_data yum_repos zypper`,
  ],
  [['mapping', 'nothing'], 'ntp wireguard'],
  [['list', 'mapping'], 'rsyslog'],
  [['text', 'list', 'mapping'], 'groups merge_how merge_type users'],
];

export const cloudConfigKeys: ReadonlyMap<string, readonly CloudConfigShape[]> = new Map(
  groups.flatMap(([shapes, keys]) => keys.split(/\s+/).map((key) => [key, shapes] as const)),
);
