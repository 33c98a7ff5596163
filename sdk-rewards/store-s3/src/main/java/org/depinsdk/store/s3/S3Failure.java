package org.depinsdk.store.s3;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A failure of a store, in one line that says what to do. */
final class S3Failure extends IOException {
  private static final long serialVersionUID = 1L;

  S3Failure(S3Location location, SdkException cause) {
    super(location + ": " + message(location, cause), cause);
  }

  /** Whether there is a bucket but no object of the key. */
  static boolean isMissing(SdkException failure) {
    return failure instanceof NoSuchKeyException
        || failure instanceof S3Exception answer && code(answer).equals("NoSuchKey");
  }

  private static String message(S3Location location, SdkException cause) {
    if (cause instanceof S3Exception answer) {
      return answered(location, answer);
    }
    String reason = firstLine(cause);
    if (cause instanceof SdkClientException && reason.contains("credentials")) {
      return "no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE with a profile in ~/.aws";
    }
    if (cause instanceof SdkClientException && reason.contains("region")) {
      return "no region; add ?region=… to the location, or set AWS_REGION";
    }
    return "cannot be reached" + location.endpoint().map(at -> " at " + at).orElse("")
        + "; look at address and network (" + reason + ")";
  }

  private static String answered(S3Location location, S3Exception answer) {
    String code = code(answer);
    switch (code) {
      case "NoSuchBucket":
        return "there is no bucket " + location.bucket()
            + "; create it, or correct the location and its endpoint";
      case "InvalidAccessKeyId":
        return "the store does not know the access key; look at AWS_ACCESS_KEY_ID or the profile";
      case "SignatureDoesNotMatch":
        return "the secret does not fit the access key; look at AWS_SECRET_ACCESS_KEY or the profile";
      case "ExpiredToken":
        return "the credentials are no longer valid; renew them";
      case "PermanentRedirect":
      case "AuthorizationHeaderMalformed":
        return "the bucket is in another region; add ?region=… to the location";
      case "NotImplemented":
        return "the store refuses what bundles need: conditional writes (If-None-Match) with SHA-256; use another one";
      case "ConditionalRequestConflict":
        return "somebody else writes the same object; try again";
      default:
        return answer.statusCode() == 403
            ? "access is denied; the credentials must be right and allow s3:ListBucket on the bucket, s3:GetObject and"
                + " s3:PutObject on its objects"
            : "the store answered " + answer.statusCode() + " " + code + " (" + firstLine(answer)
                + "); try again later";
    }
  }

  private static String code(S3Exception answer) {
    return answer.awsErrorDetails() == null
        ? ""
        : String.valueOf(answer.awsErrorDetails().errorCode());
  }

  private static String firstLine(SdkException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
