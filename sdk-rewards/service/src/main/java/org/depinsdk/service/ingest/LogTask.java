package org.depinsdk.service.ingest;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * A step in the network's order that has an answer when it is durable.
 *
 * @param <T> the answer
 */
abstract class LogTask<T> implements GroupCommitExecutor.Task {
  final CompletableFuture<T> answer = new CompletableFuture<>();

  private Runnable reply = () -> {};

  /** What a step does when its turn in the order comes. */
  interface Step<T> {
    T run() throws IOException;
  }

  /** A task of one step. */
  static <T> LogTask<T> of(Step<T> step) {
    return new LogTask<>() {
      @Override
      public void decide() throws IOException {
        answerWith(step.run());
      }
    };
  }

  /** Answers when what was decided is durable. */
  final void answerWith(T value) {
    reply = () -> answer.complete(value);
  }

  /** Fails when what was decided is durable. */
  final void failWith(Exception failure) {
    reply = () -> answer.completeExceptionally(failure);
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void finish() {
    reply.run();
  }

  @Override
  public void fail(IOException why) {
    answer.completeExceptionally(why);
  }
}
