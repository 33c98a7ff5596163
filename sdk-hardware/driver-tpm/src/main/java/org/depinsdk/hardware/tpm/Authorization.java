package org.depinsdk.hardware.tpm;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to the TPM that an auth value is known, for one command, and checks the TPM's answer (TPM 2.0 part 1, section 19).
 */
abstract class Authorization {
  /** The TPMS_AUTH_COMMAND of a command. */
  abstract byte[] command(int code, byte[] names, byte[] parameters);

  /** Checks the TPMS_AUTH_RESPONSE. */
  abstract void check(int code, byte[] parameters, TpmReader answer) throws TpmReader.Malformed;

  /** The authorizations of all handles that need one, in their order. */
  static Authorization all(Authorization first, Authorization... further) {
    return further.length == 0 ? first : new Several(first, further);
  }

  /** Authorizations one after the other. */
  private static final class Several extends Authorization {
    private final List<Authorization> all = new ArrayList<>();

    Several(Authorization first, Authorization... further) {
      all.add(first);
      all.addAll(List.of(further));
    }

    @Override
    byte[] command(int code, byte[] names, byte[] parameters) {
      TpmWriter out = new TpmWriter();
      all.forEach(one -> out.raw(one.command(code, names, parameters)));
      return out.bytes();
    }

    @Override
    void check(int code, byte[] parameters, TpmReader answer) throws TpmReader.Malformed {
      for (Authorization one : all) {
        one.check(code, parameters, answer);
      }
    }
  }

  /** A policy session that is satisfied already and takes no auth value; it ends with the command. */
  static final class Policy extends Authorization {
    private final int session;

    Policy(int session) {
      this.session = session;
    }

    @Override
    byte[] command(int code, byte[] names, byte[] parameters) {
      return new TpmWriter().u32(session).u16(0).u8(0).u16(0).bytes();
    }

    @Override
    void check(int code, byte[] parameters, TpmReader answer) throws TpmReader.Malformed {
      answer.sized(64, "nonceTPM of a policy session");
      answer.u8("sessionAttributes");
      answer.sized(0, "hmac of a policy session");
    }
  }

  /** An empty auth value needs no proof: a password session with an empty password. */
  static final class Empty extends Authorization {
    private static final int PASSWORD_SESSION = 0x40000009;

    @Override
    byte[] command(int code, byte[] names, byte[] parameters) {
      return new TpmWriter().u32(PASSWORD_SESSION).u16(0).u8(0).u16(0).bytes();
    }

    @Override
    void check(int code, byte[] parameters, TpmReader answer) throws TpmReader.Malformed {
      answer.sized(0, "nonceTPM of a password session");
      answer.u8("sessionAttributes");
      answer.sized(0, "hmac of a password session");
    }
  }

  /**
   * An HMAC session, neither bound nor salted, that ends with the command. The auth value never travels, and nobody between
   * the two can change the command or make up the answer. Whoever listens can try auth values offline: take a random one.
   */
  static final class Hmac extends Authorization {
    private static final int ATTRIBUTES = 0;

    private final int session;
    private final byte[] nonceCaller;
    private final byte[] nonceTpm;
    private final byte[] auth;

    Hmac(int session, byte[] nonceCaller, byte[] nonceTpm, byte[] auth) {
      this.session = session;
      this.nonceCaller = nonceCaller;
      this.nonceTpm = nonceTpm;
      this.auth = auth;
    }

    @Override
    byte[] command(int code, byte[] names, byte[] parameters) {
      byte[] hash =
          PublicArea.sha256(new TpmWriter().u32(code).raw(names).raw(parameters).bytes());
      byte[] mac = mac(hash, nonceCaller, nonceTpm, ATTRIBUTES);
      return new TpmWriter()
          .u32(session)
          .sized(nonceCaller)
          .u8(ATTRIBUTES)
          .sized(mac)
          .bytes();
    }

    @Override
    void check(int code, byte[] parameters, TpmReader answer) throws TpmReader.Malformed {
      byte[] newNonceTpm = answer.sized(64, "nonceTPM");
      int attributes = answer.u8("sessionAttributes");
      byte[] mac = answer.sized(64, "hmac");
      byte[] hash = PublicArea.sha256(
          new TpmWriter().u32(ResponseCode.SUCCESS).u32(code).raw(parameters).bytes());
      if (!MessageDigest.isEqual(mac, mac(hash, newNonceTpm, nonceCaller, attributes))) {
        throw new TpmReader.Malformed(
            "the answer's HMAC is wrong: whoever answered does not know the auth value");
      }
    }

    private byte[] mac(byte[] hash, byte[] newer, byte[] older, int attributes) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(auth, "HmacSHA256"));
        mac.update(hash);
        mac.update(newer);
        mac.update(older);
        return mac.doFinal(new byte[] {(byte) attributes});
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has HmacSHA256", e);
      }
    }
  }
}
