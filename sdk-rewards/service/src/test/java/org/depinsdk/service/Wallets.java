package org.depinsdk.service;

import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.identity.Eip191Payload;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.identity.RecoverableSignature;
import org.depinsdk.core.identity.Secp256k1Key;
import org.depinsdk.core.keys.EvmAddress;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.lifecycle.Signatory;

/** Owners' wallets, and the authorities that the test network trusts. */
final class Wallets {
  static final InMemorySigner ALICE = wallet("alice");
  static final InMemorySigner BOB = wallet("bob");
  static final InMemorySigner REGISTRAR = wallet("registrar");
  static final InMemorySigner ACME = key("acme");

  private Wallets() {}

  /** The registrar may revoke everything, acme's key speaks for acme. */
  static IdentityRules rules() {
    TreeMap<String, SortedSet<Signatory>> manufacturers = new TreeMap<>();
    manufacturers.put("acme", new TreeSet<>(java.util.List.of(Signatory.of(ACME.publicKey()))));
    return new IdentityRules(
        new TreeSet<>(java.util.List.of(Signatory.of(account(REGISTRAR)))),
        manufacturers,
        java.time.Duration.ofHours(6));
  }

  static InMemorySigner wallet(String name) {
    return signer(KeyAlgorithm.SECP256K1, name);
  }

  static InMemorySigner key(String name) {
    return signer(KeyAlgorithm.P256, name);
  }

  private static InMemorySigner signer(KeyAlgorithm algorithm, String name) {
    try {
      return InMemorySigner.ofSecret(algorithm, TestNetwork.sha256(name));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  static OperatorId account(InMemorySigner wallet) {
    try {
      return EvmAddress.of(wallet.publicKey());
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A wallet's personal_sign. */
  static byte[] sign(InMemorySigner wallet, Eip191Payload text) {
    return RecoverableSignature.of(text, wallet.sign(text), (Secp256k1Key) wallet.publicKey())
        .orElseThrow()
        .bytes();
  }

  static RevocationOrder order(InMemorySigner wallet, Revocation revocation, Instant at) {
    Signatory by = Signatory.of(account(wallet));
    return RevocationOrder.of(
        revocation,
        by,
        at,
        sign(wallet, RevocationOrder.payload(TestNetwork.NAME, revocation, by, at)));
  }
}
