package org.depinsdk.tool.manufacture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.kit.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Certifies the devices of a batch. */
@Command(
    name = "certify",
    description =
        "Certifies the devices of a batch. It can be stopped and started again with the same list: what is"
            + " there stays.")
final class CertifyCommand extends FolderCommand {
  @Option(
      names = "--batch",
      required = true,
      paramLabel = "NAME",
      description = "The batch's number.")
  private String batch = "";

  @Option(
      names = "--make-keys",
      paramLabel = "FILE",
      description =
          "Also makes the devices' keys, in files that the password in this file encrypts; for tests, and for"
              + " devices without a chip. The list then has no keys.")
  private @Nullable Path passwordFile;

  @Option(names = DAYS, paramLabel = "N", defaultValue = "30", description = HOW_LONG)
  private int days;

  @Parameters(
      paramLabel = "LIST",
      description =
          "CSV with a header of serial,model,key; a key is Base64 of a public key in DER or of a PKCS #10"
              + " request.")
  private Path list = Path.of("");

  @Override
  void work(ManufacturerFolder folder) throws IOException, SigningException {
    Duration good = good(days);
    Optional<char[]> password = password();
    List<DeviceRow> devices = DeviceList.read(list, password.isPresent());
    BatchWork.Done done;
    try (Progress progress = Progress.of("batch " + batch)) {
      done = new BatchWork(folder, batch, password, now()).certify(devices, progress);
    }
    new Revocations(folder).writeLists(now(), good);
    System.out.println("Batch " + batch + ": " + done.made() + " made, " + done.kept()
        + " were there. The index is " + folder.batchFolder(batch).resolve(BatchWork.INDEX));
  }

  private Optional<char[]> password() throws IOException {
    if (passwordFile == null) {
      return Optional.empty();
    }
    String text = Files.readString(passwordFile).strip();
    if (text.isEmpty()) {
      throw new IOException(passwordFile + " holds no password");
    }
    return Optional.of(text.toCharArray());
  }
}
