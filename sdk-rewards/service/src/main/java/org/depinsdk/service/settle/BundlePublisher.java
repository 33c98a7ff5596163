package org.depinsdk.service.settle;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.depinsdk.epoch.store.BundleCopier;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.FolderBundleStore;

/**
 * Copies the bundles and compensations of a service to where they are published, oldest first, each when it is whole here. What
 * fails is tried again, also after a restart: what is missing there is found by its name.
 */
public final class BundlePublisher implements Closeable {
  private static final Logger LOG = System.getLogger(BundlePublisher.class.getName());

  private final BundleStore bundles;
  private final BundleStore target;
  private final BundleCopier copier;

  /** Everything before it is published. */
  private volatile BundleName next = new BundleName(0, true);

  /**
   * A publisher.
   *
   * @param bundles the folder of the service's bundles
   * @param target where they are published; closed with this
   */
  public BundlePublisher(Path bundles, BundleStore target) {
    this.bundles = new FolderBundleStore(bundles);
    this.target = target;
    this.copier = new BundleCopier(this.bundles, target);
  }

  /**
   * Publishes what is not published yet.
   *
   * @throws IOException if the store fails, or another bundle is there; what was copied stays, and a later call goes on
   */
  public synchronized void publish() throws IOException {
    for (BundleName name : bundles.names().tailSet(next)) {
      // a compensation may have been written after the folder was listed, but before the bundle
      // behind it
      publish(new BundleName(name.epoch(), true));
      if (!name.isCompensation()) {
        publish(name);
        next = new BundleName(name.epoch() + 1, true);
      }
    }
  }

  private void publish(BundleName name) throws IOException {
    if (copier.copy(name)) {
      LOG.log(Level.INFO, "{0} published to {1}", name, target.location());
    }
  }

  /**
   * The first epoch whose bundle is not known to be published.
   *
   * @return all bundles before it are, and the compensations in front of them
   */
  public long firstUnpublished() {
    return next.epoch();
  }

  @Override
  public void close() throws IOException {
    bundles.close();
    target.close();
  }
}
