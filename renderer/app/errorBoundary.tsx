/** A fault in one region leaves the others standing. */
import { Button } from '@mantine/core';
import i18next from 'i18next';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import styles from './main.module.css';

interface BoundaryProps {
  /** Another value, another try: the page that is shown. */
  readonly about: string;
  readonly children: ReactNode;
}
interface BoundaryState {
  readonly error: Error | undefined;
  readonly about: string;
}

export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined, about: this.props.about };

  static getDerivedStateFromError(error: Error): Pick<BoundaryState, 'error'> {
    return { error };
  }

  static getDerivedStateFromProps({ about }: BoundaryProps, before: BoundaryState): BoundaryState | null {
    return before.about === about ? null : { error: undefined, about };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // oxlint-disable-next-line no-console -- the only log that a page has
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div role="alert" className={styles.broken}>
        <h1>{i18next.t('shell.broken')}</h1>
        <p>{error.message}</p>
        <Button onClick={() => this.setState({ error: undefined })}>{i18next.t('shell.tryAgain')}</Button>
      </div>
    );
  }
}
