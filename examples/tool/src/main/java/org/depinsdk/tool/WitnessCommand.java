package org.depinsdk.tool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.depinsdk.kit.Commands;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.witness.Witness;
import org.depinsdk.transparency.witness.WitnessFolder;
import org.depinsdk.transparency.witness.WitnessServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves a witness of transparency logs. */
@Command(
    name = "witness",
    description =
        "Serves a witness (C2SP tlog-witness): it cosigns checkpoints of the logs that you name, and never two "
            + "histories of one log. Its key is made at the first start. Prints its public key, which others put into their "
            + "policies, and where it listens. Put a proxy with TLS in front of it.")
final class WitnessCommand implements Callable<Integer> {
  private static final String KEY = "witness.key";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Where its key and what it cosigned are kept. Never restore this folder from a backup: a witness that "
              + "forgot what it cosigned can be made to cosign two histories.")
  private Path data = Path.of("");

  @Option(
      names = "--logs",
      required = true,
      paramLabel = "FILE",
      description =
          "The logs: a public key (vkey) on each line, or a policy (C2SP tlog-policy). Read at the start.")
  private Path logs = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Its name, for example witness.example.org/w1; needed at the first start.")
  private @Nullable String name;

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
  private String host = "127.0.0.1";

  @Option(names = "--port", defaultValue = "7420", description = "Port to listen on, 0 for any.")
  private int port;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Commands.range(Objects.requireNonNull(spec, "set by picocli"), "--port", port, 0, 65_535);
    List<NoteKey> keys = keys();
    try (WitnessFolder folder = WitnessFolder.open(data)) {
      Ed25519NoteSigner signer = signer();
      Witness witness = new Witness(signer, keys, folder, InstantSource.system());
      try (WitnessServer server = WitnessServer.start(witness, new InetSocketAddress(host, port))) {
        System.out.println("key        " + witness.key());
        keys.forEach(key -> System.out.println("log        " + key.name()));
        System.out.println("listening  http://" + host + ":" + server.port());
        new CountDownLatch(1).await();
      }
    } catch (TransparencyException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      // Ctrl-C
    }
    return 0;
  }

  private List<NoteKey> keys() throws IOException {
    String text = Files.readString(logs);
    List<NoteKey> keys = new ArrayList<>();
    try {
      if (text.lines().anyMatch(line -> line.startsWith("log ") || line.startsWith("quorum "))) {
        WitnessPolicy.parse(text).logs().forEach(log -> keys.add(log.key()));
      } else {
        for (String line : text.lines().map(String::strip).toList()) {
          if (!line.isEmpty() && !line.startsWith("#")) {
            keys.add(NoteKey.parse(line));
          }
        }
      }
    } catch (TransparencyException e) {
      throw new IOException(logs + " is refused: " + e.getMessage(), e);
    }
    if (keys.isEmpty()) {
      throw new IOException(logs + " names no log");
    }
    return keys;
  }

  /** The key in the folder, which is made if there is none. A crash leaves the whole key or none. */
  private Ed25519NoteSigner signer() throws IOException, TransparencyException {
    Path file = data.resolve(KEY);
    if (!Files.exists(file)) {
      if (name == null) {
        throw new IOException("there is no key in " + data + " yet: give the witness a --name");
      }
      byte[] seed = new byte[32];
      new SecureRandom().nextBytes(seed);
      String key = Ed25519NoteSigner.ofWitness(name, seed).privateKey();
      FileAttribute<?>[] secret =
          FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      Path draft = Files.createTempFile(data, KEY, ".new", secret);
      Files.writeString(draft, key + "\n", StandardOpenOption.SYNC);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    Ed25519NoteSigner signer =
        Ed25519NoteSigner.parse(Files.readString(file, StandardCharsets.UTF_8).strip());
    if (name != null && !name.equals(signer.key().name())) {
      throw new IOException("the key in " + data + " is of " + signer.key().name() + ", not of "
          + name + "; a witness keeps its name");
    }
    return signer;
  }
}
