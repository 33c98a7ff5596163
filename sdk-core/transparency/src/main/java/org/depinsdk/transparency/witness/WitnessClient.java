package org.depinsdk.transparency.witness;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.depinsdk.transparency.LimitedBody;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.NoteSignature;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.HashSource;

/** Asks one witness to cosign. Nothing that it answers is believed before it is verified. Safe for several threads. */
public final class WitnessClient {
  /** How far the clocks of log and witness may be apart. */
  public static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** The largest note; a hundred signature lines have less. */
  private static final int MAX_BODY_BYTES = SignedNote.MAX_BYTES;

  /** How often the size that a witness names is followed: a busy log may have another sequencer beside it for a moment. */
  private static final int MAX_TRIES = 4;

  private final NoteKey key;
  private final URI address;
  private final HttpClient http;
  private final Duration timeout;
  private final InstantSource clock;
  private volatile long lastSize;

  /**
   * A client.
   *
   * @param key the witness's, of type {@link NoteKey#ED25519_COSIGNATURE}
   * @param prefix the address that {@code /add-checkpoint} is added to
   * @param http how to connect; it should not follow redirects
   * @param timeout the longest that one answer may take
   * @param clock the time
   */
  public WitnessClient(
      NoteKey key, URI prefix, HttpClient http, Duration timeout, InstantSource clock) {
    String base = prefix.toString();
    this.key = key;
    this.address = URI.create((base.endsWith("/") ? base : base + "/") + "add-checkpoint");
    this.http = http;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Has a checkpoint cosigned. The witness may remember an older or a newer tree than this client believes; the size that it
   * names is followed.
   *
   * @param checkpoint signed by its log
   * @param tree hashes of the checkpoint's tree
   * @return the witness's cosignature, verified, of a time above 0 and not later than now by {@link #TOLERANCE}
   * @throws IOException if there is none; the message says why
   */
  public NoteSignature cosign(SignedCheckpoint checkpoint, HashSource tree) throws IOException {
    long size = checkpoint.checkpoint().head().size();
    long old = Math.min(lastSize, size);
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      AddCheckpointRequest request =
          new AddCheckpointRequest(old, ConsistencyProof.make(tree, size, old), checkpoint);
      HttpResponse<byte[]> answer =
          send(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(request.toString())));
      String body = new String(answer.body(), StandardCharsets.UTF_8);
      try {
        if (answer.statusCode() == WitnessAnswer.OK) {
          NoteSignature cosignature = verified(checkpoint, body);
          lastSize = size;
          return cosignature;
        } else if (answer.statusCode() != WitnessAnswer.CONFLICT) {
          throw new IOException(
              "status " + answer.statusCode() + ", " + Strict.shown(body.strip()));
        }
        old = conflict(answer, body);
      } catch (TransparencyException e) {
        throw new IOException(e.getMessage(), e);
      }
      if (old > size) {
        throw new IOException("it has cosigned a tree of " + old + " leaves, this one has " + size);
      }
    }
    throw new IOException("it names another size each time");
  }

  /**
   * The newest checkpoint of a log that the witness cosigned.
   *
   * @param log the log's key
   * @return the checkpoint, which the log signed; empty if the witness has none of this log
   * @throws IOException if there is no answer, or it is not signed by the log
   */
  public Optional<SignedCheckpoint> newest(NoteKey log) throws IOException {
    HttpResponse<byte[]> answer = send(
        HttpRequest.newBuilder(address.resolve(WitnessFolder.name(log.name()) + "/checkpoint")));
    if (answer.statusCode() == WitnessAnswer.NOT_FOUND) {
      return Optional.empty();
    } else if (answer.statusCode() != WitnessAnswer.OK) {
      throw new IOException("status " + answer.statusCode());
    }
    try {
      SignedCheckpoint checkpoint = SignedCheckpoint.parse(answer.body());
      var unused = checkpoint.verify(log);
      return Optional.of(checkpoint);
    } catch (TransparencyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static long conflict(HttpResponse<byte[]> answer, String body)
      throws TransparencyException {
    if (!answer.headers().firstValue("Content-Type").orElse("").equals(WitnessAnswer.SIZE)
        || !body.endsWith("\n")) {
      throw TransparencyException.malformed("a conflict that names no size");
    }
    return Strict.decimal(body.substring(0, body.length() - 1), "size of a conflict");
  }

  private NoteSignature verified(SignedCheckpoint checkpoint, String body)
      throws TransparencyException {
    List<NoteSignature> lines = new ArrayList<>();
    for (String line : body.split("\n", SignedNote.MAX_SIGNATURES + 1)) {
      if (!line.isEmpty()) {
        lines.add(NoteSignature.parse(line));
      }
    }
    long latest = clock.instant().plus(TOLERANCE).getEpochSecond();
    for (NoteSignature line : lines) {
      if (line.claims(key)) {
        SignedCheckpoint alone = new SignedCheckpoint(
            checkpoint.checkpoint(), new SignedNote(checkpoint.note().text(), List.of(line)));
        if (alone.cosignatures(List.of(key)).stream().anyMatch(c -> c.time() <= latest)) {
          return line;
        }
        throw TransparencyException.malformed(
            "a cosignature of time 0 or of a time after " + latest);
      }
    }
    throw new TransparencyException(
        TransparencyException.Reason.NO_KNOWN_SIGNATURE, "no cosignature of " + key.name());
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request.build(), info -> new LimitedBody(MAX_BODY_BYTES));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } finally {
      answer.cancel(true);
    }
  }
}
