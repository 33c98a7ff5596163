package org.depinsdk.hardware.tpm;

import java.util.Arrays;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.EcdsaSignature;
import org.depinsdk.hardware.tpm.TpmConnection.Command;
import org.depinsdk.hardware.tpm.TpmConnection.Handle;
import org.depinsdk.hardware.tpm.TpmException.Reason;

/** The commands that a signer needs, each named as in TPM 2.0 part 3. */
final class TpmCommands {
  /** TPM_PT_LOCKOUT_INTERVAL: seconds after which the TPM forgets one wrong auth value. */
  static final int LOCKOUT_INTERVAL = 0x210;

  static final Handle OWNER = Handle.permanent(0x40000001);
  static final int NULL_HANDLE = 0x40000007;

  private static final int FAMILY_INDICATOR = 0x100;
  private static final int FAMILY_2_0 = 0x322e3000; // "2.0", part 2 section 6.13
  private static final int CAP_TPM_PROPERTIES = 6;

  private static final int HASHCHECK = 0x8024;
  private static final int CREATION = 0x8021;
  static final int MAX_PRIVATE = 512;

  private static final Handle[] NO_HANDLES = {};
  private static final byte[] NO_AUTH = {};

  /** A started session and the TPM's first nonce. */
  record Session(int handle, byte[] nonce) {}

  /** A key that the parent has wrapped: both areas, as {@link #load} takes them. */
  record Wrapped(byte[] privateArea, byte[] publicArea) {}

  private TpmCommands() {}

  /** Finds out whether this is a TPM 2.0, and starts it if nobody has, as an emulator without an operating system. */
  static void greet(TpmConnection tpm) throws TpmException {
    if (tpm.responseCode(propertyCommand(FAMILY_INDICATOR)) == ResponseCode.INITIALIZE) {
      byte[] clear = new TpmWriter().u16(0).bytes();
      tpm.run(new Command("TPM2_Startup", 0x144, NO_HANDLES, null, clear, false), answer -> 0);
    }
    int family = property(tpm, FAMILY_INDICATOR);
    if (family != FAMILY_2_0) {
      throw new TpmException(
          Reason.NO_TPM, tpm.tpm() + " is no TPM 2.0: family 0x" + Integer.toHexString(family));
    }
  }

  private static Command propertyCommand(int property) {
    byte[] parameters =
        new TpmWriter().u32(CAP_TPM_PROPERTIES).u32(property).u32(1).bytes();
    return new Command("TPM2_GetCapability", 0x17a, NO_HANDLES, null, parameters, false);
  }

  /** TPM2_GetCapability of one number. */
  static int property(TpmConnection tpm, int property) throws TpmException {
    return tpm.run(propertyCommand(property), answer -> {
      TpmReader in = answer.parameters();
      in.u8("moreData");
      TpmReader.expect(CAP_TPM_PROPERTIES, in.u32("capability"), "capability");
      TpmReader.expect(1, in.u32("count"), "count");
      TpmReader.expect(property, in.u32("property"), "property");
      return in.u32("value");
    });
  }

  /** TPM2_StartAuthSession of an HMAC session, neither bound nor salted. */
  static Session startHmacSession(TpmConnection tpm, byte[] nonce) throws TpmException {
    return startSession(tpm, nonce, 0); // TPM_SE_HMAC
  }

  /** TPM2_StartAuthSession of a policy session, neither bound nor salted. */
  static Session startPolicySession(TpmConnection tpm, byte[] nonce) throws TpmException {
    return startSession(tpm, nonce, 1); // TPM_SE_POLICY
  }

  private static Session startSession(TpmConnection tpm, byte[] nonce, int type)
      throws TpmException {
    byte[] parameters = new TpmWriter()
        .sized(nonce)
        .u16(0) // encryptedSalt
        .u8(type)
        .u16(0x0010) // symmetric: TPM_ALG_NULL
        .u16(PublicArea.SHA256)
        .bytes();
    Handle[] handles = {Handle.permanent(NULL_HANDLE), Handle.permanent(NULL_HANDLE)};
    Command command = new Command("TPM2_StartAuthSession", 0x176, handles, null, parameters, true);
    return tpm.run(
        command, answer -> new Session(answer.handle(), answer.parameters().sized(64, "nonceTPM")));
  }

  /** TPM2_CreatePrimary of the storage key that is the parent of keys in files. */
  static Handle createStorageKey(TpmConnection tpm, byte[] ownerAuth) throws TpmException {
    return createPrimary(tpm, OWNER, ownerAuth, PublicArea.storageTemplate()).handle();
  }

  /** A key under a handle, and its public area. */
  record Primary(Handle handle, byte[] publicArea) {}

  /** TPM2_CreatePrimary: a key that a hierarchy's seed and a template always give again. */
  static Primary createPrimary(
      TpmConnection tpm, Handle hierarchy, byte[] hierarchyAuth, byte[] template)
      throws TpmException {
    Command command = new Command(
        "TPM2_CreatePrimary",
        0x131,
        new Handle[] {hierarchy},
        hierarchyAuth,
        creation(NO_AUTH, template),
        true);
    return tpm.run(command, answer -> {
      TpmReader in = answer.parameters();
      byte[] publicArea = in.sized(PublicArea.MAX_BYTES, "outPublic");
      skipCreationData(in);
      Handle handle = new Handle(answer.handle(), checkedName(in, publicArea));
      return new Primary(handle, publicArea);
    });
  }

  /** TPM2_Create of a signing key below a storage key. */
  static Wrapped createSigningKey(TpmConnection tpm, Handle parent, byte[] auth)
      throws TpmException {
    byte[] parameters = creation(auth, PublicArea.signingTemplate(auth.length > 0));
    Command command =
        new Command("TPM2_Create", 0x153, new Handle[] {parent}, NO_AUTH, parameters, false);
    return tpm.run(command, answer -> {
      TpmReader in = answer.parameters();
      byte[] privateArea = in.sized(MAX_PRIVATE, "outPrivate");
      byte[] publicArea = in.sized(PublicArea.MAX_BYTES, "outPublic");
      skipCreationData(in);
      return new Wrapped(privateArea, publicArea);
    });
  }

  private static byte[] creation(byte[] auth, byte[] template) {
    byte[] sensitive = new TpmWriter().sized(auth).u16(0).bytes();
    return new TpmWriter()
        .sized(sensitive)
        .sized(template)
        .u16(0) // outsideInfo
        .u32(0) // creationPCR
        .bytes();
  }

  private static void skipCreationData(TpmReader in) throws TpmReader.Malformed {
    in.sized(1024, "creationData");
    in.sized(64, "creationHash");
    TpmReader.expect(CREATION, in.u16("creationTicket"), "creationTicket");
    in.u32("hierarchy");
    in.sized(64, "digest");
  }

  private static byte[] checkedName(TpmReader in, byte[] publicArea) throws TpmReader.Malformed {
    byte[] name = in.sized(66, "name");
    if (!Arrays.equals(name, PublicArea.name(publicArea))) {
      throw new TpmReader.Malformed("the key's name is not the hash of its public area");
    }
    return name;
  }

  /** TPM2_Load. */
  static Handle load(TpmConnection tpm, Handle parent, Wrapped key) throws TpmException {
    byte[] parameters =
        new TpmWriter().sized(key.privateArea()).sized(key.publicArea()).bytes();
    Command command =
        new Command("TPM2_Load", 0x157, new Handle[] {parent}, NO_AUTH, parameters, true);
    return tpm.run(
        command,
        answer -> new Handle(answer.handle(), checkedName(answer.parameters(), key.publicArea())));
  }

  /** TPM2_ReadPublic: the public area, whose hash is the key's name. */
  static byte[] readPublic(TpmConnection tpm, int handle) throws TpmException {
    // a command without authorization needs no names
    Handle[] handles = {Handle.permanent(handle)};
    Command command = new Command("TPM2_ReadPublic", 0x173, handles, null, NO_AUTH, false);
    return tpm.run(command, answer -> {
      TpmReader in = answer.parameters();
      byte[] publicArea = in.sized(PublicArea.MAX_BYTES, "outPublic");
      byte[] name = in.sized(66, "name");
      in.sized(66, "qualifiedName");
      // keys of another hash have another name; they are refused by what their public area says
      if (name.length == 34
          && name[1] == PublicArea.SHA256
          && !Arrays.equals(name, PublicArea.name(publicArea))) {
        throw new TpmReader.Malformed("the key's name is not the hash of its public area");
      }
      return publicArea;
    });
  }

  /** TPM2_Sign: ECDSA over a digest of 32 bytes. */
  static EcdsaSignature sign(TpmConnection tpm, Handle key, byte[] auth, byte[] digest)
      throws TpmException {
    byte[] parameters = new TpmWriter()
        .sized(digest)
        .u16(PublicArea.ECDSA)
        .u16(PublicArea.SHA256)
        .u16(HASHCHECK)
        .u32(NULL_HANDLE)
        .u16(0)
        .bytes();
    Command command = new Command("TPM2_Sign", 0x15d, new Handle[] {key}, auth, parameters, false);
    return tpm.run(command, answer -> {
      TpmReader in = answer.parameters();
      TpmReader.expect(PublicArea.ECDSA, in.u16("sigAlg"), "sigAlg");
      TpmReader.expect(PublicArea.SHA256, in.u16("hash"), "hash");
      byte[] raw = new byte[EcdsaSignature.RAW_BYTES];
      System.arraycopy(PublicArea.coordinate(in, "signatureR"), 0, raw, 0, 32);
      System.arraycopy(PublicArea.coordinate(in, "signatureS"), 0, raw, 32, 32);
      try {
        return EcdsaSignature.ofRaw(raw);
      } catch (EncodingException e) {
        throw new TpmReader.Malformed(String.valueOf(e.getMessage()));
      }
    });
  }

  /** TPM2_EvictControl: makes a loaded key persistent, or removes a persistent one if both handles are the same. */
  static void evictControl(TpmConnection tpm, Handle key, int persistent, byte[] ownerAuth)
      throws TpmException {
    byte[] parameters = new TpmWriter().u32(persistent).bytes();
    Command command = new Command(
        "TPM2_EvictControl", 0x120, new Handle[] {OWNER, key}, ownerAuth, parameters, false);
    tpm.run(command, answer -> 0);
  }

  /** TPM2_FlushContext. */
  static void flush(TpmConnection tpm, int handle) throws TpmException {
    byte[] parameters = new TpmWriter().u32(handle).bytes();
    tpm.run(
        new Command("TPM2_FlushContext", 0x165, NO_HANDLES, null, parameters, false), answer -> 0);
  }

  /** Frees a handle. A failure is only logged: the caller has a failure of its own to tell, or does not depend on it. */
  static void flushQuietly(TpmConnection tpm, int handle) {
    try {
      flush(tpm, handle);
    } catch (TpmException e) {
      System.getLogger(TpmCommands.class.getName())
          .log(System.Logger.Level.DEBUG, "flushing a handle of " + tpm.tpm(), e);
    }
  }
}
