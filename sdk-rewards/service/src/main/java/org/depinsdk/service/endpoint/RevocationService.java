package org.depinsdk.service.endpoint;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.client.InvalidRequestException;
import org.depinsdk.client.wire.v1.RevokeResponse;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.LifecycleReasons;
import org.depinsdk.core.lifecycle.RefusedInstructionException;
import org.depinsdk.core.lifecycle.Revocation;
import org.depinsdk.core.lifecycle.RevocationOrder;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.registry.SignedInstruction;
import org.depinsdk.service.ingest.OrderedTransaction;
import org.depinsdk.service.ingest.ReportIngest;
import org.depinsdk.service.store.DeviceChange;
import org.depinsdk.service.store.LifecycleStore;
import org.depinsdk.service.store.StoredRegistry;

/** Executes orders to revoke: for the devices that are there, and, if the signer may revoke them, for those that come later. */
final class RevocationService {
  private final String network;
  private final IdentityRules identity;
  private final StoredRegistry registry;
  private final LifecycleStore store;
  private final ReportIngest ingest;
  private final InstantSource clock;

  RevocationService(NetworkEndpoint.Parts parts) {
    this.network = parts.policy().network();
    this.identity = parts.policy().identity();
    this.registry = parts.registry();
    this.store = parts.lifecycle();
    this.ingest = parts.ingest();
    this.clock = parts.clock();
  }

  /** Refuses a key, or the origin that comes with it, which an order keeps out. */
  void refuse(DeviceKey key, Optional<DeviceOrigin> origin)
      throws RefusedInstructionException, IOException {
    for (RevocationOrder order : store.orders()) {
      // whoever gave it must still be a trusted authority
      if (order.forbids(key, origin) && order.appliesToLaterDevices(identity)) {
        throw new RefusedInstructionException(
            LifecycleReasons.REVOKED_BEFORE,
            "by " + order.by() + ": " + order.revocation().reason());
      }
    }
  }

  CompletableFuture<RevokeResponse> revoke(ByteString sent) throws InvalidRequestException {
    RevocationOrder order = LifecycleService.read("order", sent, RevocationOrder::parse);
    SignedInstruction instruction =
        new SignedInstruction(SignedInstruction.Kind.REVOCATION, sent.toByteArray());
    boolean stands = order.appliesToLaterDevices(identity);
    // cheap questions first: nobody without a say makes the service look through all devices
    try {
      order.check(network, clock.instant());
      if (!stands && !(order.revocation() instanceof Revocation.OfKey)) {
        throw new RefusedInstructionException(
            LifecycleReasons.NOT_AUTHORISED,
            order.by() + " is neither a registrar nor the manufacturer");
      }
    } catch (RefusedInstructionException e) {
      return CompletableFuture.failedFuture(e);
    }
    return ingest.inOrder(transaction -> obey(transaction, order, instruction, stands));
  }

  private RevokeResponse obey(
      OrderedTransaction transaction,
      RevocationOrder order,
      SignedInstruction instruction,
      boolean stands)
      throws RefusedInstructionException, RegistryConflictException, IOException {
    RegistryView view = view(order.revocation());
    List<DeviceId> revoked = new ArrayList<>();
    for (RegistryRecord record : view.records()) {
      if (record.instruction().filter(instruction::equals).isPresent()) {
        revoked.add(record.device());
      }
    }
    List<DeviceId> targets = order.revocation().targets(view);
    InstructionRules rules = InstructionRules.of(network, identity);
    for (DeviceId target : targets) {
      var unused = rules.check(instruction, target, view, transaction.at());
    }
    if (!stands && targets.isEmpty() && revoked.isEmpty()) {
      throw new RefusedInstructionException(
          LifecycleReasons.NOT_APPLICABLE, "no device that is not revoked yet has this key");
    }
    if (stands) {
      store.add(order);
    }
    if (!targets.isEmpty()) {
      RegistryChange change = order.revocation().change();
      transaction.record(targets.stream()
          .map(target -> new DeviceChange(target, change, Optional.of(instruction)))
          .toList());
      revoked.addAll(targets);
    }
    RevokeResponse.Builder response = RevokeResponse.newBuilder().setStands(stands);
    revoked.forEach(device -> response.addDeviceIds(device.text()));
    return response.build();
  }

  private RegistryView view(Revocation revocation) throws IOException {
    if (!(revocation instanceof Revocation.OfKey order)) {
      return registry.view();
    }
    Optional<DeviceId> holder = registry.holder(order.key());
    return holder.isPresent() ? registry.view(holder.get()) : RegistryView.empty();
  }
}
