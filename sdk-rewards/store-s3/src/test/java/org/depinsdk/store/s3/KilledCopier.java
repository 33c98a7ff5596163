package org.depinsdk.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import org.depinsdk.epoch.store.BundleCopier;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.epoch.store.BundleStore;
import org.depinsdk.epoch.store.Content;
import org.depinsdk.epoch.store.FolderBundleStore;

/** A process that copies bundles to S3 and ends, without releasing anything, when a file of one is read. */
final class KilledCopier {
  static final int EXIT_CODE = 137;
  static final int PART_BYTES = 5 << 20;

  private KilledCopier() {}

  /** Arguments: the location, the endpoint's address, the folder of bundles, the file, and after how many of its bytes. */
  public static void main(String[] args) throws Exception {
    S3Location location = S3Location.parse(URI.create(args[0]));
    BundleStore target = new S3BundleStore(
        location, S3Peer.client(URI.create(args[1]), S3Peer.KEY, S3Peer.SECRET), PART_BYTES);
    new BundleCopier(
            new FolderBundleStore(Path.of(args[2])),
            new Killed(target, args[3], Long.parseLong(args[4])))
        .copyAll(name -> {});
  }

  private record Killed(BundleStore target, String file, long after) implements BundleStore {
    @Override
    public String location() {
      return target.location();
    }

    @Override
    public SortedSet<BundleName> names() throws IOException {
      return target.names();
    }

    @Override
    public Optional<InputStream> find(BundleName name, String wanted) throws IOException {
      return target.find(name, wanted);
    }

    @Override
    public boolean create(BundleName name, String created, Content content) throws IOException {
      return target.create(
          name,
          created,
          created.equals(file)
              ? new Content(content.bytes(), content.sha256(), () -> ending(content.open()))
              : content);
    }

    private InputStream ending(InputStream in) {
      return new FilterInputStream(in) {
        private long left = after;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
          if (left <= 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
          }
          int n = super.read(to, offset, length);
          left -= n;
          return n;
        }
      };
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }
}
