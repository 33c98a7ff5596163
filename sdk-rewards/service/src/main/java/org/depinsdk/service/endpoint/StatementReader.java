package org.depinsdk.service.endpoint;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.rpc.Code;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.Statement;
import org.depinsdk.epoch.StatementIndex;
import org.depinsdk.service.fair.FairExecutor;
import org.depinsdk.service.fair.MemoryBudget;
import org.depinsdk.service.fair.Sender;
import org.depinsdk.service.ingest.OverloadedException;
import org.depinsdk.service.settle.BundleFolder;

/**
 * Reads statements out of bundles, one at a time and in turns of those who ask. The indexes of the last bundles and the last
 * statements are kept.
 */
final class StatementReader {
  private static final int MAX_WAITING = 1024;

  /** Below the 4 MiB that a gRPC client takes unless told otherwise. */
  private static final int MAX_CHARS = 3 << 20;

  private static final int INDEXES_KEPT = 2;

  /** Statements that are kept, in characters. */
  private static final long CHARS_KEPT = 4 * MAX_CHARS;

  private final BundleFolder bundles;
  private final MemoryBudget waiting = new MemoryBudget(MAX_WAITING);
  private final FairExecutor turns;
  private final Cache<Long, StatementIndex> indexes =
      CacheBuilder.newBuilder().maximumSize(INDEXES_KEPT).build();
  private final Cache<Question, String> answers = CacheBuilder.newBuilder()
      .maximumWeight(CHARS_KEPT)
      .weigher((Question question, String json) -> json.length())
      .build();

  private record Question(long epoch, String subject) {}

  StatementReader(BundleFolder bundles) {
    this.bundles = bundles;
    ThreadPoolExecutor reader = new ThreadPoolExecutor(
        1,
        1,
        10,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> new Thread(task, "statements"));
    // no thread is left behind by an endpoint that is no longer asked
    reader.allowCoreThreadTimeOut(true);
    this.turns = new FairExecutor(reader, 1);
  }

  /** A statement as JSON; fails with a status where the epoch does not know the subject. */
  CompletableFuture<String> json(Sender sender, long epoch, String subject)
      throws OverloadedException {
    if (!waiting.take(sender, 1)) {
      throw new OverloadedException(
          "too many statements are asked for already; they are also in the bundles");
    }
    CompletableFuture<String> answer = new CompletableFuture<>();
    turns.execute(
        sender,
        senders ->
            () -> answer.completeAsync(() -> read(new Question(epoch, subject)), Runnable::run));
    return answer.whenComplete((json, failure) -> waiting.release(sender, 1));
  }

  private String read(Question question) {
    String known = answers.getIfPresent(question);
    if (known != null) {
      return known;
    }
    Statement statement;
    try {
      if (bundles.isRemoved(question.epoch())) {
        throw Responses.status(
            Code.NOT_FOUND,
            "the bundle of epoch " + question.epoch()
                + " was removed here by the retention rule, the first one is that of epoch "
                + bundles.first()
                + "; read the statement from a published copy, whose manifest's hash is in the log");
      }
      statement = statement(question.epoch(), question.subject());
    } catch (IOException | EncodingException e) {
      throw new CompletionException(e);
    }
    if (statement.lines().isEmpty() && statement.devices().isEmpty()) {
      throw Responses.status(
          Code.NOT_FOUND, question.subject() + " took no part in epoch " + question.epoch());
    }
    String json = statement.toJson();
    if (json.length() > MAX_CHARS) {
      throw Responses.status(
          Code.OUT_OF_RANGE,
          "the statement has " + json.length() + " characters, at most " + MAX_CHARS
              + " are sent; read it from the bundle of epoch " + question.epoch());
    }
    answers.put(question, json);
    return json;
  }

  private Statement statement(long epoch, String subject) throws IOException, EncodingException {
    EpochBundle bundle = bundles.open(epoch);
    try {
      StatementIndex index = indexes.getIfPresent(epoch);
      if (index == null) {
        if (StatementIndex.bytes(bundle) > Runtime.getRuntime().maxMemory() / 16) {
          return Statement.of(bundle, subject);
        }
        index = StatementIndex.of(bundle);
        indexes.put(epoch, index);
      }
      return index.statement(subject);
    } catch (BundleException e) {
      throw new IOException(bundle.folder() + " is damaged: " + e.getMessage(), e);
    }
  }
}
