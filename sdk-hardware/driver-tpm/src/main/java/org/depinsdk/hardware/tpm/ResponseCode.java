package org.depinsdk.hardware.tpm;

import org.depinsdk.hardware.tpm.TpmException.Reason;

/** What a TPM's refusal means (TPM_RC, TPM 2.0 part 2 section 6.6). */
final class ResponseCode {
  static final int SUCCESS = 0;
  static final int INITIALIZE = 0x100;
  private static final int FAILURE = 0x101;
  private static final int BAD_TAG = 0x01e;
  private static final int NV_SPACE = 0x14b;
  private static final int NV_DEFINED = 0x14c;
  private static final int OBJECT_MEMORY = 0x902;
  private static final int SESSION_MEMORY = 0x903;
  private static final int OBJECT_HANDLES = 0x906;
  private static final int SESSION_HANDLES = 0x905;
  private static final int YIELDED = 0x908;
  private static final int TESTING = 0x90a;
  private static final int REFERENCE_H0 = 0x910;
  private static final int REFERENCE_S0 = 0x918;
  private static final int NV_RATE = 0x920;
  private static final int LOCKOUT = 0x921;
  private static final int RETRY = 0x922;

  // format one: bit 7 is set; bits 6 and 8 to 11 tell which handle, parameter or session
  private static final int FORMAT_ONE = 0x080;
  private static final int AUTH_FAIL = 0x08e;
  private static final int HANDLE = 0x08b;
  private static final int INTEGRITY = 0x09f;
  private static final int BAD_AUTH = 0x0a2;

  private ResponseCode() {}

  /** Whether the same command may be sent again, and would then be carried out. */
  static boolean isPassing(int code) {
    return code == RETRY || code == YIELDED || code == TESTING || code == NV_RATE;
  }

  /** Whether the TPM has forgotten what this connection had loaded: it was reset. */
  static boolean isReset(int code) {
    return code == INITIALIZE
        || code == FAILURE
        || (code >= REFERENCE_H0 && code <= REFERENCE_S0 + 6);
  }

  static boolean isLockout(int code) {
    return code == LOCKOUT;
  }

  static TpmException refusal(String tpm, String command, int code) {
    String shown = " (" + command + ", code 0x" + Integer.toHexString(code) + ")";
    if (isReset(code)) {
      return new TpmException(Reason.GONE, tpm + " was reset or failed; try again" + shown);
    }
    return switch ((code & FORMAT_ONE) != 0 ? code & 0x0bf : code) {
      case AUTH_FAIL, BAD_AUTH ->
        new TpmException(
            Reason.WRONG_AUTH,
            tpm + " refuses the auth value; too many wrong ones lock the TPM" + shown);
      case LOCKOUT ->
        new TpmException(
            Reason.LOCKOUT, tpm + " is locked after too many wrong auth values" + shown);
      case HANDLE ->
        new TpmException(Reason.HANDLE_EMPTY, tpm + " has no key at this handle" + shown);
      case INTEGRITY ->
        new TpmException(
            Reason.FOREIGN_KEY,
            tpm
                + " cannot load the key: it is of another TPM, the TPM was cleared since, or the file was changed"
                + shown);
      case NV_DEFINED ->
        new TpmException(
            Reason.HANDLE_TAKEN,
            tpm + " has a key at this handle already; take another handle" + shown);
      case OBJECT_MEMORY, SESSION_MEMORY, OBJECT_HANDLES, SESSION_HANDLES, NV_SPACE ->
        new TpmException(
            Reason.FULL,
            tpm
                + " has no room left; go through its resource manager (/dev/tpmrm0), or flush what others left"
                + shown);
      case BAD_TAG ->
        new TpmException(Reason.NO_TPM, tpm + " is a TPM 1.2; a TPM 2.0 is needed" + shown);
      default -> new TpmException(Reason.REFUSED, tpm + " refuses the command" + shown);
    };
  }
}
