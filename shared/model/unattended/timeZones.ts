/** Windows' names of time zones, by those of the IANA (Unicode CLDR, windowsZones.xml). */

const zones: Readonly<Record<string, string>> = {
  'W. Europe Standard Time':
    'Europe/Berlin Europe/Amsterdam Europe/Rome Europe/Stockholm Europe/Vienna Europe/Zurich Europe/Oslo Europe/Luxembourg',
  'Romance Standard Time': 'Europe/Paris Europe/Brussels Europe/Madrid Europe/Copenhagen',
  'GMT Standard Time': 'Europe/London Europe/Dublin Europe/Lisbon',
  'Central Europe Standard Time': 'Europe/Prague Europe/Budapest Europe/Bratislava Europe/Ljubljana Europe/Belgrade',
  'Central European Standard Time': 'Europe/Warsaw Europe/Zagreb Europe/Sarajevo Europe/Skopje',
  'FLE Standard Time': 'Europe/Helsinki Europe/Kyiv Europe/Kiev Europe/Riga Europe/Sofia Europe/Tallinn Europe/Vilnius',
  'GTB Standard Time': 'Europe/Athens Europe/Bucharest',
  'Turkey Standard Time': 'Europe/Istanbul',
  'Russian Standard Time': 'Europe/Moscow',
  'Israel Standard Time': 'Asia/Jerusalem',
  'Egypt Standard Time': 'Africa/Cairo',
  'South Africa Standard Time': 'Africa/Johannesburg',
  'W. Central Africa Standard Time': 'Africa/Lagos Africa/Algiers',
  'E. Africa Standard Time': 'Africa/Nairobi',
  'Arab Standard Time': 'Asia/Riyadh Asia/Kuwait',
  'Arabian Standard Time': 'Asia/Dubai',
  'Iran Standard Time': 'Asia/Tehran',
  'Pakistan Standard Time': 'Asia/Karachi',
  'India Standard Time': 'Asia/Kolkata Asia/Calcutta',
  'Bangladesh Standard Time': 'Asia/Dhaka',
  'SE Asia Standard Time': 'Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh',
  'China Standard Time': 'Asia/Shanghai Asia/Hong_Kong Asia/Chongqing PRC',
  'Singapore Standard Time': 'Asia/Singapore Asia/Kuala_Lumpur Asia/Manila',
  'Taipei Standard Time': 'Asia/Taipei',
  'Tokyo Standard Time': 'Asia/Tokyo Japan',
  'Korea Standard Time': 'Asia/Seoul',
  'W. Australia Standard Time': 'Australia/Perth',
  'AUS Eastern Standard Time': 'Australia/Sydney Australia/Melbourne',
  'E. Australia Standard Time': 'Australia/Brisbane',
  'New Zealand Standard Time': 'Pacific/Auckland',
  'Hawaiian Standard Time': 'Pacific/Honolulu',
  'Alaskan Standard Time': 'America/Anchorage',
  'Pacific Standard Time': 'America/Los_Angeles America/Vancouver US/Pacific',
  'Mountain Standard Time': 'America/Denver America/Edmonton US/Mountain',
  'US Mountain Standard Time': 'America/Phoenix',
  'Central Standard Time': 'America/Chicago America/Winnipeg US/Central',
  'Central Standard Time (Mexico)': 'America/Mexico_City',
  'Eastern Standard Time': 'America/New_York America/Toronto America/Detroit US/Eastern',
  'Atlantic Standard Time': 'America/Halifax',
  'SA Pacific Standard Time': 'America/Bogota America/Lima',
  'Pacific SA Standard Time': 'America/Santiago',
  'E. South America Standard Time': 'America/Sao_Paulo',
  'Argentina Standard Time': 'America/Argentina/Buenos_Aires America/Buenos_Aires',
};

const byName = new Map(
  Object.entries(zones).flatMap(([windows, names]) => names.split(' ').map((name) => [name, windows] as const)),
);

/** UTC for a zone that isn't in the table. */
export const windowsTimeZone = (timezone: string): string => byName.get(timezone) ?? 'UTC';
