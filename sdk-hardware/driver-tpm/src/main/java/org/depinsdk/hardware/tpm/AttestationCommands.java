package org.depinsdk.hardware.tpm;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.depinsdk.core.tpm.TpmEvidence.Signed;
import org.depinsdk.hardware.tpm.TpmConnection.Command;
import org.depinsdk.hardware.tpm.TpmConnection.Handle;

/** The commands that an attester needs, each named as in TPM 2.0 part 3. */
final class AttestationCommands {
  static final Handle ENDORSEMENT = Handle.permanent(0x4000000b);

  private static final byte[] NO_AUTH = {};
  private static final int SCHEME_OF_THE_KEY = 0x0010; // TPM_ALG_NULL
  private static final int MAX_ATTEST = 1024;
  private static final int NV_CHUNK = 512;
  private static final int MAX_NV = 4096;
  private static final int PCRS = 24;

  private AttestationCommands() {}

  /** TPM2_NV_ReadPublic and TPM2_NV_Read: what is at an index that everybody may read. */
  static byte[] readNv(TpmConnection tpm, int index) throws TpmException {
    record Public(int size, byte[] name) {}
    Handle[] handles = {Handle.permanent(index)};
    Command about = new Command("TPM2_NV_ReadPublic", 0x169, handles, null, new byte[0], false);
    Public found = tpm.run(about, answer -> {
      TpmReader in = answer.parameters();
      TpmReader area = new TpmReader(in.sized(256, "nvPublic"));
      TpmReader.expect(index, area.u32("nvIndex"), "nvIndex");
      area.u16("nameAlg");
      area.u32("attributes");
      area.sized(64, "authPolicy");
      int size = area.u16("dataSize");
      area.end("nvPublic");
      if (size > MAX_NV) {
        throw new TpmReader.Malformed("dataSize is " + size + ", at most " + MAX_NV + " expected");
      }
      return new Public(size, in.sized(66, "nvName"));
    });
    Handle nv = new Handle(index, found.name());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (out.size() < found.size()) {
      int length = Math.min(NV_CHUNK, found.size() - out.size());
      byte[] parameters = new TpmWriter().u16(length).u16(out.size()).bytes();
      Command read =
          new Command("TPM2_NV_Read", 0x14e, new Handle[] {nv, nv}, NO_AUTH, parameters, false);
      out.writeBytes(tpm.run(read, answer -> {
        byte[] data = answer.parameters().sized(length, "data");
        TpmReader.expect(length, data.length, "size of data");
        return data;
      }));
    }
    return out.toByteArray();
  }

  /** A policy session for the endorsement key: TPM2_PolicySecret of the endorsement hierarchy. */
  static int endorsementPolicy(TpmConnection tpm, byte[] endorsementAuth) throws TpmException {
    int session = TpmCommands.startPolicySession(tpm, TpmConnection.nonce()).handle();
    byte[] parameters = new TpmWriter()
        .u16(0) // nonceTPM
        .u16(0) // cpHashA
        .u16(0) // policyRef
        .u32(0) // expiration
        .bytes();
    Handle[] handles = {ENDORSEMENT, Handle.permanent(session)};
    try {
      return tpm.run(
          new Command("TPM2_PolicySecret", 0x151, handles, endorsementAuth, parameters, false),
          answer -> {
            TpmReader in = answer.parameters();
            in.sized(64, "timeout");
            in.u16("policyTicket");
            in.u32("hierarchy");
            in.sized(64, "digest");
            return session;
          });
    } catch (TpmException e) {
      if (!tpm.isBroken()) {
        TpmCommands.flushQuietly(tpm, session);
      }
      throw e;
    }
  }

  /** TPM2_ActivateCredential: the secret of a challenge, TPM2B_ID_OBJECT and TPM2B_ENCRYPTED_SECRET. */
  static byte[] activateCredential(
      TpmConnection tpm, Handle ak, Handle ek, byte[] endorsementAuth, byte[] challenge)
      throws TpmException {
    int session = endorsementPolicy(tpm, endorsementAuth);
    try {
      return tpm.run(
          new Command(
              "TPM2_ActivateCredential", 0x147, new Handle[] {ak, ek}, NO_AUTH, challenge, false),
          answer -> answer.parameters().sized(64, "certInfo"),
          new Authorization.Policy(session));
    } catch (TpmException e) {
      if (!tpm.isBroken()) {
        TpmCommands.flushQuietly(tpm, session);
      }
      throw e;
    }
  }

  /** TPM2_Quote of registers of the SHA-256 bank. */
  static Signed quote(TpmConnection tpm, Handle ak, byte[] data, List<Integer> pcrs)
      throws TpmException {
    byte[] parameters =
        new TpmWriter().sized(data).u16(SCHEME_OF_THE_KEY).raw(selection(pcrs)).bytes();
    return tpm.run(
        new Command("TPM2_Quote", 0x158, new Handle[] {ak}, NO_AUTH, parameters, false),
        AttestationCommands::signed);
  }

  /** TPM2_Certify: the attestation key's word that a key is in this TPM. */
  static Signed certify(TpmConnection tpm, Handle key, byte[] keyAuth, Handle ak, byte[] data)
      throws TpmException {
    byte[] parameters = new TpmWriter().sized(data).u16(SCHEME_OF_THE_KEY).bytes();
    return tpm.run(
        new Command("TPM2_Certify", 0x148, new Handle[] {key, ak}, keyAuth, parameters, false),
        AttestationCommands::signed,
        new Authorization.Empty());
  }

  private static Signed signed(TpmConnection.Answer answer) throws TpmReader.Malformed {
    TpmReader in = answer.parameters();
    byte[] attestation = in.sized(MAX_ATTEST, "attestation");
    TpmWriter signature = new TpmWriter();
    TpmReader.expect(PublicArea.ECDSA, in.u16("sigAlg"), "sigAlg");
    TpmReader.expect(PublicArea.SHA256, in.u16("hash"), "hash");
    signature.u16(PublicArea.ECDSA).u16(PublicArea.SHA256);
    signature.sized(in.sized(32, "signatureR")).sized(in.sized(32, "signatureS"));
    return new Signed(attestation, signature.bytes());
  }

  /** TPM2_PCR_Read of registers of the SHA-256 bank; a TPM gives at most eight at once. */
  static NavigableMap<Integer, byte[]> readPcrs(TpmConnection tpm, List<Integer> pcrs)
      throws TpmException {
    NavigableMap<Integer, byte[]> values = new TreeMap<>();
    List<Integer> left = new ArrayList<>(pcrs);
    Collections.sort(left);
    while (!left.isEmpty()) {
      Command command =
          new Command("TPM2_PCR_Read", 0x17e, new Handle[0], null, selection(left), false);
      List<Integer> got = tpm.run(command, answer -> {
        TpmReader in = answer.parameters();
        in.u32("pcrUpdateCounter");
        List<Integer> read = selected(in);
        TpmReader.expect(read.size(), in.u32("count of digests"), "count of digests");
        if (read.isEmpty()
            || !left.subList(0, Math.min(read.size(), left.size())).equals(read)) {
          throw new TpmReader.Malformed("PCRs " + read + " for " + left);
        }
        for (int pcr : read) {
          byte[] value = in.sized(32, "digest");
          TpmReader.expect(32, value.length, "size of a digest");
          values.put(pcr, value);
        }
        return read;
      });
      left.removeAll(got);
    }
    return values;
  }

  /** A TPML_PCR_SELECTION of one bank. */
  private static byte[] selection(List<Integer> pcrs) {
    byte[] bitmap = new byte[PCRS / 8];
    pcrs.forEach(pcr -> bitmap[pcr / 8] |= (byte) (1 << (pcr % 8)));
    return new TpmWriter()
        .u32(1)
        .u16(PublicArea.SHA256)
        .u8(bitmap.length)
        .raw(bitmap)
        .bytes();
  }

  private static List<Integer> selected(TpmReader in) throws TpmReader.Malformed {
    TpmReader.expect(1, in.u32("count of banks"), "count of banks");
    TpmReader.expect(PublicArea.SHA256, in.u16("bank"), "bank");
    TpmReader.expect(PCRS / 8, in.u8("sizeofSelect"), "sizeofSelect");
    byte[] bitmap = in.raw(PCRS / 8, "pcrSelect");
    List<Integer> pcrs = new ArrayList<>();
    for (int pcr = 0; pcr < PCRS; pcr++) {
      if ((bitmap[pcr / 8] >> (pcr % 8) & 1) != 0) {
        pcrs.add(pcr);
      }
    }
    return pcrs;
  }
}
