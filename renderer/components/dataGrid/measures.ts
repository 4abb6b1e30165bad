/** Pixels; the same as in dataGrid.module.css. */
export const ROW_HEIGHT = 27;
/** It stays at the top, over the rows. */
export const HEAD_HEIGHT = 25;
