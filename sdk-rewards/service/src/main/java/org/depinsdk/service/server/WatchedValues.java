package org.depinsdk.service.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.depinsdk.service.log.SequencedLog;
import org.depinsdk.service.metrics.ServiceMetrics;

/** Values of a running service that are read at each scrape. */
record WatchedValues(ServiceMetrics metrics) {
  /** Watches the log, the disk and the certificate. */
  void watch(ServerOptions options, SequencedLog log) throws IOException {
    metrics.watch("depin.log.records", "Records of the log", "records", log::size);
    metrics.watch(
        "depin.log.signed.records",
        "Records of the newest tree that the service signed",
        "records",
        log::signedSize);
    FileStore disk = Files.getFileStore(options.data);
    metrics.watch(
        "depin.store.free", "What is free on the disk below --data", "bytes", () -> free(disk));
    if (options.tls != null) {
      long end = end(options.tls.certificate);
      metrics.watch(
          "depin.tls.certificate.end.timestamp",
          "When the TLS certificate ends",
          "seconds",
          () -> end);
    }
  }

  /** NaN stands for a disk that does not answer. */
  private static double free(FileStore disk) {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** The first certificate of the file is the server's own. */
  private static long end(Path certificate) throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      X509Certificate own =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return own.getNotAfter().toInstant().getEpochSecond();
    } catch (CertificateException e) {
      throw new IOException(
          "cannot read the certificate " + certificate + ": " + e.getMessage(), e);
    }
  }
}
