package org.depinsdk.service.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/**
 * Keeps connections from taking the file handles that the log needs: without one it cannot be flushed, and the service would end.
 */
final class FileHandles {
  /** What the service opens beside connections: jars, its log and stores, bundles, the connections that hear why they are refused. */
  static final int OWN = 256;

  private static final int FEWEST_CONNECTIONS = 16;

  private static final Logger LOG = System.getLogger(FileHandles.class.getName());

  private FileHandles() {}

  /**
   * How many connections the process may have.
   *
   * @param wanted how many are asked for
   * @return no more than there are handles for
   * @throws IOException if there are too few handles to serve anybody
   */
  static int connections(int wanted) throws IOException {
    if (!(ManagementFactory.getOperatingSystemMXBean()
        instanceof UnixOperatingSystemMXBean system)) {
      return wanted;
    }
    long most = system.getMaxFileDescriptorCount();
    long free = most - system.getOpenFileDescriptorCount() - OWN;
    if (free < FEWEST_CONNECTIONS) {
      throw new IOException("the process may have " + most + " file handles, too few: it needs "
          + (most - free + FEWEST_CONNECTIONS) + " or more. Raise the limit (ulimit -n)");
    }
    if (free < wanted) {
      LOG.log(
          Level.WARNING,
          "the process may have {0} file handles: at most {1} connections are served, not {2}; raise the limit (ulimit -n)",
          Long.toString(most),
          Long.toString(free),
          Integer.toString(wanted));
    }
    return (int) Math.min(wanted, free);
  }
}
