package org.depinsdk.store.s3;

import java.io.IOException;
import java.net.URI;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.BundleStoreProvider;

/** Opens {@code s3://bucket/prefix?endpoint=…&region=…&path-style=…}, each parameter optional. */
public final class S3BundleStoreProvider implements BundleStoreProvider {
  /** For {@link java.util.ServiceLoader}. */
  public S3BundleStoreProvider() {}

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public void check(URI location) throws IOException {
    S3Location.parse(location);
  }

  @Override
  public BundleStore open(URI location) throws IOException {
    return S3BundleStore.open(S3Location.parse(location));
  }
}
