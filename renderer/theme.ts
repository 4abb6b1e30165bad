import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** Mantine's scale of greys for the dark scheme, from text to ground, in the hues of theme.css. */
const dark: MantineColorsTuple = [
  '#e7ebf1',
  '#c3ccd8',
  '#9aa6b6',
  '#8d9aac',
  '#3a4656',
  '#273040',
  '#1a2029',
  '#141920',
  '#11151b',
  '#0e1116',
];

/** Mantine at the density of a tool that is open all day. */
export const theme = createTheme({
  scale: 0.84,
  fontFamily: "'Inter Variable', system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif",
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '12.5px', md: '13px', lg: '14px', xl: '16px' },
  defaultRadius: 'sm',
  colors: { dark },
  primaryColor: 'blue',
  autoContrast: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { size: 'md', variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    // An element that is named needs a role that may have a name.
    Loader: { defaultProps: { role: 'progressbar' } },
    Modal: {
      // Its header belongs to the dialog; to assistive technology it would be a second banner of the page.
      defaultProps: {
        attributes: { header: { role: 'presentation' } },
        centered: true,
        overlayProps: { backgroundOpacity: 0.5 },
        transitionProps: { duration: 100 },
      },
    },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 60 },
        width: 'auto',
        position: 'bottom-start',
        // The first entry has the focus at once, not an element before it that has no name.
        withInitialFocusPlaceholder: false,
        // Never off the window: beside the cursor where there is no room below or above it, and scrolled where it is too long.
        middlewares: { flip: true, shift: { crossAxis: true, padding: 6 } },
        styles: { dropdown: { maxHeight: 'calc(100vh - 12px)', overflowY: 'auto' } },
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, fz: 11.5 } },
  },
});

/** Mantine's own names for what theme.css says, in both schemes. */
export const cssVariables: CSSVariablesResolver = () => {
  const common = {
    '--mantine-color-body': 'var(--surface-1)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-2)',
    '--mantine-color-default': 'var(--surface-2)',
    '--mantine-color-default-border': 'var(--border)',
    '--mantine-color-default-hover': 'var(--surface-3)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-primary-color-filled': 'var(--accent-fill)',
    // A button that names its variant takes the colour by its own name.
    '--mantine-color-blue-filled': 'var(--accent-fill)',
    '--mantine-color-blue-filled-hover': 'color-mix(in srgb, var(--accent-fill), black 12%)',
    '--mantine-color-error': 'var(--error)',
    // Of menu entries and notifications.
    '--mantine-color-red-6': 'var(--error)',
    '--mantine-color-red-filled': 'var(--error-fill)',
    '--mantine-color-red-filled-hover': 'color-mix(in srgb, var(--error-fill), black 12%)',
  };
  return { variables: {}, dark: common, light: common };
};
