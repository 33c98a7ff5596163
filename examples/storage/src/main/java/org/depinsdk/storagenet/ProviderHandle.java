package org.depinsdk.storagenet;

import java.io.Closeable;
import java.io.IOException;

/** A running provider, in this process or in its own. */
interface ProviderHandle extends Closeable {
  int port();

  /** Sends an order and returns the answer. */
  String ask(String line) throws IOException;
}
