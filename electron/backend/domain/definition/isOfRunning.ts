/**
 * Whether a definition is of a domain that runs, whatever was known of it when it was asked for: libvirt gives the running definition the
 * runtime id (virDomainDefFormatInternal); one that is off has none.
 */
export const isOfRunning = (xml: string): boolean => /^[^<]*<domain [^>]*\bid=['"]/.test(xml);
