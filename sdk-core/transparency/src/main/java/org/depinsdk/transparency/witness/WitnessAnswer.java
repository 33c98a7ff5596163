package org.depinsdk.transparency.witness;

/**
 * What a witness answers (C2SP tlog-witness).
 *
 * @param status of HTTP
 * @param contentType what the body is
 * @param body lines that each end in a line feed: signatures with {@link #OK}, a size with {@link #CONFLICT}, otherwise a sentence
 *     for people
 */
public record WitnessAnswer(int status, String contentType, String body) {
  /** The checkpoint was cosigned, or it was found. */
  public static final int OK = 200;

  /** The request does not have its form, or its old size is larger than the checkpoint's. */
  public static final int BAD_REQUEST = 400;

  /** No key of the log signed the checkpoint, or such a signature is wrong. */
  public static final int FORBIDDEN = 403;

  /** The log is not known here. */
  public static final int NOT_FOUND = 404;

  /** The old size is not the one that the witness remembers. */
  public static final int CONFLICT = 409;

  /** The tree does not go on from the one that the witness remembers. */
  public static final int UNPROCESSABLE = 422;

  /** The witness cannot remember, so that it does not cosign. */
  public static final int FAILED = 500;

  static final String TEXT = "text/plain; charset=utf-8";

  /** The content type of a size. */
  public static final String SIZE = "text/x.tlog.size";

  static WitnessAnswer refused(int status, String sentence) {
    return new WitnessAnswer(status, TEXT, sentence + "\n");
  }
}
