package org.depinsdk.client.drand;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconProofJson;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandRound;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonLimits;

/** Rounds on the disk, a file each. What is read is not trusted. A cache that fails costs a request, so failures are only logged. */
final class RoundCache {
  private static final Logger LOG = System.getLogger(RoundCache.class.getName());
  private static final int MAX_BYTES = 4096;

  private final Path folder;
  private final String chain;

  RoundCache(Path folder, DrandChain chain) {
    this.chain = chain.hash();
    this.folder = folder.resolve(this.chain);
  }

  Optional<DrandRound> find(long round) {
    Path file = file(round);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (BeaconProofJson.parse(Json.parseObject(bytes, JsonLimits.DEFAULT.withLength(MAX_BYTES)))
          instanceof BeaconProof.Drand drand) {
        return Optional.of(drand.round());
      }
      LOG.log(Level.WARNING, "{0} holds no round of drand", file);
    } catch (EncodingException | IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be read: {1}", file, e.getMessage());
    }
    return Optional.empty();
  }

  void put(DrandRound round) {
    Path file = file(round.round());
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "round", ".draft");
      try {
        Files.write(
            draft, Json.document(BeaconProofJson.format(new BeaconProof.Drand(chain, round))));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0} cannot be written: {1}", file, e.getMessage());
    }
  }

  private Path file(long round) {
    return folder.resolve(round + ".json");
  }
}
