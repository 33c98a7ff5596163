package org.depinsdk.hardware.tpm;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import org.depinsdk.hardware.tpm.TpmException.Reason;
import org.jspecify.annotations.Nullable;

/** A connection to a TPM 2.0 that is started: sends commands, checks the frame of answers, names refusals. */
final class TpmConnection implements Closeable {
  private static final int NO_SESSIONS = 0x8001;
  private static final int SESSIONS = 0x8002;
  private static final int TPM_1_2_ANSWER = 0x00c4;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * A command.
   *
   * @param name for messages
   * @param code TPM_CC
   * @param handles what it works on
   * @param auth the auth value of the first handle, null if the command takes none
   * @param parameters what follows
   * @param answersWithHandle whether the answer starts with a handle
   */
  record Command(
      String name,
      int code,
      Handle[] handles,
      byte @Nullable [] auth,
      byte[] parameters,
      boolean answersWithHandle) {
    /** Whether the auth value is that of a handle. */
    boolean isOf(Handle handle) {
      return handles.length > 0 && handles[0].value() == handle.value();
    }
  }

  /** A handle and the name of what it stands for, which is the handle itself if that is no object. */
  record Handle(int value, byte[] name) {
    static Handle permanent(int value) {
      return new Handle(value, new TpmWriter().u32(value).bytes());
    }
  }

  /** What a command gave: a handle, if it gives one, and parameters. */
  record Answer(int handle, TpmReader parameters) {}

  /** Reads one structure of an answer. */
  interface Parser<T> {
    T parse(Answer answer) throws TpmReader.Malformed, TpmException;
  }

  private final Tpm tpm;
  private final TpmTransport transport;
  private boolean broken;

  private TpmConnection(Tpm tpm, TpmTransport transport) {
    this.tpm = tpm;
    this.transport = transport;
  }

  static TpmConnection open(Tpm tpm) throws TpmException {
    TpmConnection connection;
    try {
      connection = new TpmConnection(tpm, tpm.connector().connect(tpm.timeout()));
    } catch (IOException e) {
      throw new TpmException(Reason.NO_TPM, "no TPM: " + tpm + ": " + e.getMessage(), e);
    }
    try {
      TpmCommands.greet(connection);
      return connection;
    } catch (TpmException e) {
      connection.close();
      throw e;
    }
  }

  Tpm tpm() {
    return tpm;
  }

  /** Whether nothing can be asked any more. */
  boolean isBroken() {
    return broken;
  }

  /** A caller's nonce for a session. */
  static byte[] nonce() {
    byte[] nonce = new byte[32];
    RANDOM.nextBytes(nonce);
    return nonce;
  }

  /** Sends a command and reads its answer, all of it. */
  <T> T run(Command command, Parser<T> parser) throws TpmException {
    return command.auth() == null
        ? run(command, null, parser)
        : run(command, parser, new Authorization[0]);
  }

  /** Sends a command whose further handles need authorization too, and reads its answer. */
  <T> T run(Command command, Parser<T> parser, Authorization... further) throws TpmException {
    byte[] auth = Objects.requireNonNull(command.auth(), command.name());
    if (auth.length == 0) {
      return run(command, Authorization.all(new Authorization.Empty(), further), parser);
    }
    byte[] nonce = nonce();
    TpmCommands.Session session = TpmCommands.startHmacSession(this, nonce);
    Authorization first = new Authorization.Hmac(session.handle(), nonce, session.nonce(), auth);
    try {
      return run(command, Authorization.all(first, further), parser);
    } catch (TpmException e) {
      // a session ends with its command only if that succeeds
      if (!broken) {
        TpmCommands.flushQuietly(this, session.handle());
      }
      throw e;
    }
  }

  private <T> T run(Command command, @Nullable Authorization authorization, Parser<T> parser)
      throws TpmException {
    byte[] answer = send(command, authorization);
    try {
      TpmReader in = new TpmReader(answer);
      int tag = in.u16("tag");
      in.u32("responseSize");
      int code = in.u32("responseCode");
      if (code != ResponseCode.SUCCESS) {
        if (tag != TPM_1_2_ANSWER) {
          TpmReader.expect(NO_SESSIONS, tag, "tag of a refusal");
        }
        in.end("a refusal");
        throw refusal(command, code);
      }
      TpmReader.expect(authorization == null ? NO_SESSIONS : SESSIONS, tag, "tag");
      int handle = command.answersWithHandle() ? in.u32("handle") : 0;
      Answer parsed;
      if (authorization == null) {
        parsed = new Answer(handle, in);
      } else {
        byte[] parameters = in.raw(in.u32("parameterSize"), "parameters");
        authorization.check(command.code(), parameters, in);
        in.end("the session");
        parsed = new Answer(handle, new TpmReader(parameters));
      }
      T result = parser.parse(parsed);
      parsed.parameters().end("the answer");
      return result;
    } catch (TpmReader.Malformed e) {
      broken = true;
      throw new TpmException(
          Reason.BAD_ANSWER, tpm + " does not answer " + command.name() + ": " + e.getMessage(), e);
    }
  }

  private byte[] send(Command command, @Nullable Authorization authorization) throws TpmException {
    byte[] bytes = encode(command, authorization);
    Duration pause = Duration.ofMillis(20);
    long end = System.nanoTime() + tpm.timeout().toNanos();
    try {
      while (true) {
        byte[] answer = transport.exchange(bytes, tpm.timeout());
        if (answer.length < Answers.HEADER_BYTES) {
          throw new IOException("an answer of " + answer.length + " bytes");
        }
        if (!ResponseCode.isPassing(code(answer)) || System.nanoTime() - end >= 0) {
          return answer;
        }
        Thread.sleep(pause.toMillis());
        pause = pause.multipliedBy(2);
      }
    } catch (IOException e) {
      broken = true;
      throw new TpmException(
          Reason.GONE,
          tpm + " does not answer " + command.name() + ": " + e.getMessage()
              + "; the next call connects anew",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = true;
      throw new TpmException(Reason.GONE, "interrupted while waiting for " + tpm, e);
    }
  }

  /** Sends a command that takes no authorization and looks at nothing but the code of its answer. */
  int responseCode(Command command) throws TpmException {
    return code(send(command, null));
  }

  private static int code(byte[] answer) {
    return ByteBuffer.wrap(answer).getInt(6);
  }

  private static byte[] encode(Command command, @Nullable Authorization authorization) {
    TpmWriter body = new TpmWriter();
    TpmWriter names = new TpmWriter();
    for (Handle handle : command.handles()) {
      body.u32(handle.value());
      names.raw(handle.name());
    }
    if (authorization != null) {
      byte[] proof = authorization.command(command.code(), names.bytes(), command.parameters());
      body.u32(proof.length).raw(proof);
    }
    byte[] rest = body.raw(command.parameters()).bytes();
    return new TpmWriter()
        .u16(authorization == null ? NO_SESSIONS : SESSIONS)
        .u32(Answers.HEADER_BYTES + rest.length)
        .u32(command.code())
        .raw(rest)
        .bytes();
  }

  private TpmException refusal(Command command, int code) {
    TpmException refusal = ResponseCode.refusal(tpm.toString(), command.name(), code);
    if (refusal.reason() == Reason.GONE) {
      broken = true;
    }
    if (refusal.reason() == Reason.WRONG_AUTH && command.isOf(TpmCommands.OWNER)) {
      return new TpmException(
          Reason.OWNER_AUTH,
          tpm + " refuses the auth value of its owner hierarchy (" + command.name() + ", code 0x"
              + Integer.toHexString(code)
              + "); give the right one, or take it off with tpm2_changeauth -c owner");
    }
    if (refusal.reason() != Reason.LOCKOUT) {
      return refusal;
    }
    try {
      int seconds = TpmCommands.property(this, TpmCommands.LOCKOUT_INTERVAL);
      return new TpmException(
          Reason.LOCKOUT,
          refusal.getMessage() + "; it forgets one of them every "
              + Integer.toUnsignedString(seconds)
              + " seconds");
    } catch (TpmException e) {
      refusal.addSuppressed(e);
      return refusal;
    }
  }

  @Override
  public void close() {
    broken = true;
    try {
      transport.close();
    } catch (IOException e) {
      System.getLogger(TpmConnection.class.getName())
          .log(System.Logger.Level.DEBUG, "closing " + tpm, e);
    }
  }
}
