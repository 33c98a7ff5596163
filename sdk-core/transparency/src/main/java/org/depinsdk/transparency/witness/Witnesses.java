package org.depinsdk.transparency.witness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.NoteSignature;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tree.HashSource;

/**
 * Asks all witnesses of a policy at once. A checkpoint without the policy's quorum is never given back. Safe for several threads.
 *
 * <pre>{@code
 * Witnesses witnesses = new Witnesses(policy, Duration.ofSeconds(10), InstantSource.system());
 * SignedCheckpoint cosigned = witnesses.cosign(checkpoint, TileReader.open(tiles, checkpoint.checkpoint().head()));
 * }</pre>
 */
public final class Witnesses implements AutoCloseable {
  private final WitnessPolicy policy;
  private final Map<String, WitnessClient> clients = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "witness");
    thread.setDaemon(true);
    return thread;
  });

  /**
   * The witnesses of a policy.
   *
   * @param policy those without an address are not asked
   * @param timeout the longest that one answer may take
   * @param clock the time, for judging that of cosignatures
   * @throws IllegalArgumentException if an address is not one
   */
  public Witnesses(WitnessPolicy policy, Duration timeout, InstantSource clock) {
    this.policy = policy;
    HttpClient http = HttpClient.newBuilder()
        .connectTimeout(timeout)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
    for (WitnessPolicy.Witness witness : policy.witnesses()) {
      witness
          .url()
          .ifPresent(url -> clients.put(
              witness.name(),
              new WitnessClient(witness.key(), URI.create(url), http, timeout, clock)));
    }
  }

  /**
   * Has a checkpoint cosigned.
   *
   * @param checkpoint signed by its log
   * @param tree hashes of the checkpoint's tree; read by one thread at a time
   * @return the checkpoint with the cosignatures of all witnesses that gave one, which are a quorum of the policy
   * @throws IOException if they are no quorum; the message says what each of the others answered
   */
  public SignedCheckpoint cosign(SignedCheckpoint checkpoint, HashSource tree) throws IOException {
    HashSource shared = (level, index) -> {
      synchronized (tree) {
        return tree.hash(level, index);
      }
    };
    Map<String, CompletableFuture<NoteSignature>> asked =
        ask(client -> client.cosign(checkpoint, shared));
    SignedCheckpoint cosigned = checkpoint;
    List<String> failures = new ArrayList<>();
    for (Map.Entry<String, CompletableFuture<NoteSignature>> one : asked.entrySet()) {
      try {
        cosigned = cosigned.with(one.getValue().join());
      } catch (CompletionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        failures.add(one.getKey() + ": " + cause.getMessage());
      }
    }
    try {
      var unused = policy.verifyQuorum(cosigned);
    } catch (TransparencyException e) {
      throw new IOException(e.getMessage() + "; " + String.join("; ", failures), e);
    }
    return cosigned;
  }

  /**
   * The newest checkpoints of a log that witnesses cosigned, so that a log finds out whether it lost something that it signed.
   *
   * @param log the log's key
   * @return by the witness's name in the policy; those that have none, or do not answer with what the log signed, are left out
   */
  public Map<String, SignedCheckpoint> newest(NoteKey log) {
    Map<String, SignedCheckpoint> newest = new LinkedHashMap<>();
    ask(client -> client.newest(log)).forEach((name, answer) -> {
      try {
        answer.join().ifPresent(checkpoint -> newest.put(name, checkpoint));
      } catch (CompletionException e) {
        System.getLogger(Witnesses.class.getName())
            .log(System.Logger.Level.WARNING, "witness {0}: {1}", name, e.getMessage());
      }
    });
    return newest;
  }

  private interface Question<T> {
    T ask(WitnessClient client) throws IOException;
  }

  private <T> Map<String, CompletableFuture<T>> ask(Question<T> question) {
    Map<String, CompletableFuture<T>> asked = new LinkedHashMap<>();
    clients.forEach((name, client) -> asked.put(
        name,
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return question.ask(client);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            },
            threads)));
    return asked;
  }

  /** Ends what still runs. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
