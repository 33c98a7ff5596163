package org.depinsdk.service.admin;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.depinsdk.client.admin.v1.ActivateRequest;
import org.depinsdk.client.admin.v1.ActivateResponse;
import org.depinsdk.client.admin.v1.AdminServiceGrpc;
import org.depinsdk.client.admin.v1.ApplyRetentionRequest;
import org.depinsdk.client.admin.v1.ApplyRetentionResponse;
import org.depinsdk.client.admin.v1.BackUpRequest;
import org.depinsdk.client.admin.v1.BackUpResponse;
import org.depinsdk.client.admin.v1.CompensateRequest;
import org.depinsdk.client.admin.v1.CompensateResponse;
import org.depinsdk.client.admin.v1.DrainRequest;
import org.depinsdk.client.admin.v1.DrainResponse;
import org.depinsdk.client.admin.v1.GetStatusRequest;
import org.depinsdk.client.admin.v1.GetStatusResponse;
import org.depinsdk.client.admin.v1.RemovedItem;
import org.depinsdk.client.admin.v1.ReplaceRewardsRequest;
import org.depinsdk.client.admin.v1.ReplaceRewardsResponse;
import org.depinsdk.client.admin.v1.RevokeDeviceRequest;
import org.depinsdk.client.admin.v1.RevokeDeviceResponse;
import org.depinsdk.client.admin.v1.SanctionRequest;
import org.depinsdk.client.admin.v1.SanctionResponse;
import org.depinsdk.client.admin.v1.SuspendRequest;
import org.depinsdk.client.admin.v1.SuspendResponse;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryConflictException;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.SanctionJson;
import org.depinsdk.proofs.sanctions.SanctionConflictException;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.retention.RemovalPlan;
import org.depinsdk.service.retention.RetentionRule;
import org.depinsdk.service.settle.CompensationConflictException;
import org.depinsdk.service.settle.PaidCompensation;
import org.jspecify.annotations.Nullable;

/**
 * The admin API on gRPC. What is done is logged with its words. Who calls was checked before; calls may wait, so they run on threads of
 * their own.
 */
public final class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {
  private static final Logger LOG = System.getLogger(AdminEndpoint.class.getName());

  private final NetworkAdmin admin;

  /**
   * An endpoint.
   *
   * @param admin what it calls
   */
  public AdminEndpoint(NetworkAdmin admin) {
    this.admin = admin;
  }

  private interface Work<T> {
    T run()
        throws IOException, InterruptedException, ExecutionException, EncodingException,
            PolicyException, CompensationConflictException;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> out) {
    answer(out, () -> {
      NetworkAdmin.Status status = admin.status();
      return GetStatusResponse.newBuilder()
          .setNetwork(status.network())
          .setServing(status.serving())
          .addAllFailing(status.failing())
          .setNextEpoch(status.nextEpoch())
          .setLogRecords(status.logRecords())
          .build();
    });
  }

  @Override
  public void activate(ActivateRequest request, StreamObserver<ActivateResponse> out) {
    answer(
        out,
        () -> ActivateResponse.newBuilder()
            .setAtMs(change(request.getDeviceId(), new RegistryChange.Activated()))
            .build());
  }

  @Override
  public void suspend(SuspendRequest request, StreamObserver<SuspendResponse> out) {
    answer(
        out,
        () -> SuspendResponse.newBuilder()
            .setAtMs(
                change(request.getDeviceId(), new RegistryChange.Suspended(request.getReason())))
            .build());
  }

  @Override
  public void revoke(RevokeDeviceRequest request, StreamObserver<RevokeDeviceResponse> out) {
    answer(
        out,
        () -> RevokeDeviceResponse.newBuilder()
            .setAtMs(change(request.getDeviceId(), new RegistryChange.Revoked(request.getReason())))
            .build());
  }

  @Override
  public void sanction(SanctionRequest request, StreamObserver<SanctionResponse> out) {
    answer(out, () -> {
      String step = SanctionJson.format(admin
          .sanction(SanctionJson.parse(request.getStepJson().toString(StandardCharsets.UTF_8)))
          .get());
      LOG.log(Level.INFO, "sanction by an administrator: {0}", step);
      return SanctionResponse.newBuilder()
          .setStepJson(ByteString.copyFromUtf8(step))
          .build();
    });
  }

  @Override
  public void compensate(CompensateRequest request, StreamObserver<CompensateResponse> out) {
    answer(out, () -> {
      PaidCompensation done =
          admin.compensate(Correction.parse(request.getCorrectionJson().toByteArray()));
      LOG.log(
          Level.INFO,
          "compensation of {0} base units by an administrator, {1}, before epoch {2}: root {3}",
          done.paid().total(),
          done.isNew() ? "paid now" : "paid before",
          Long.toString(done.next()),
          done.paid().distribution().root());
      return CompensateResponse.newBuilder()
          .setNextEpoch(done.next())
          .setRoot(ByteString.copyFrom(done.paid().distribution().root().bytes()))
          .setTopUps(done.paid().total().toString())
          .setPaidNow(done.isNew())
          .build();
    });
  }

  @Override
  public void replaceRewards(
      ReplaceRewardsRequest request, StreamObserver<ReplaceRewardsResponse> out) {
    answer(out, () -> {
      RewardPolicy policy = admin.replaceRewards(request.getPolicy().toByteArray());
      LOG.log(
          Level.INFO,
          "reward policy version {0} by an administrator, from epoch {1}",
          Long.toString(policy.version()),
          Long.toString(policy.validFromEpoch()));
      return ReplaceRewardsResponse.newBuilder()
          .setVersion(policy.version())
          .setEffectiveEpoch(policy.validFromEpoch())
          .build();
    });
  }

  @Override
  public void backUp(BackUpRequest request, StreamObserver<BackUpResponse> out) {
    answer(out, () -> {
      NetworkAdmin.BackUp done = admin.backUp(folder(request.getFolder()));
      LOG.log(Level.INFO, "copied to {0}", request.getFolder());
      return BackUpResponse.newBuilder()
          .setBytes(done.bytes())
          .setLogRecords(done.logRecords())
          .build();
    });
  }

  @Override
  public void applyRetention(
      ApplyRetentionRequest request, StreamObserver<ApplyRetentionResponse> out) {
    answer(out, () -> {
      RetentionRule rule = new RetentionRule(
          time("keep_log", request.getKeepLog()), time("keep_bundles", request.getKeepBundles()));
      RemovalPlan plan = admin.applyRetention(rule, request.getRemove());
      ApplyRetentionResponse.Builder response =
          ApplyRetentionResponse.newBuilder().setBytes(plan.bytes()).addAllLost(plan.lost());
      Stream.concat(plan.segments().stream(), plan.bundles().stream())
          .forEach(item -> response.addItems(
              RemovedItem.newBuilder().setName(item.name()).setBytes(item.bytes())));
      return response.build();
    });
  }

  private static Optional<Duration> time(String field, String value) throws EncodingException {
    try {
      return value.isEmpty() ? Optional.empty() : Optional.of(Duration.parse(value));
    } catch (DateTimeParseException e) {
      throw new EncodingException(
          field + ": '" + EncodingException.printable(value) + "' is no duration such as P7D");
    }
  }

  @Override
  public void drain(DrainRequest request, StreamObserver<DrainResponse> out) {
    LOG.log(Level.INFO, "an administrator ends the service");
    answer(out, DrainResponse::getDefaultInstance);
    admin.drain();
  }

  private long change(String device, RegistryChange change)
      throws EncodingException, ExecutionException, InterruptedException {
    CompletableFuture<RegistryRecord> recorded = admin.change(DeviceId.parse(device), change);
    long at = recorded.get().at().toEpochMilli();
    LOG.log(Level.INFO, "{0} by an administrator: {1}", device, change);
    return at;
  }

  private static Path folder(String name) throws EncodingException {
    try {
      Path folder = Path.of(name);
      if (folder.isAbsolute()) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw new EncodingException("folder: " + e.getMessage());
    }
    throw new EncodingException("folder: must be an absolute path on the service's machine, not "
        + EncodingException.printable(name));
  }

  private static <T> void answer(StreamObserver<T> out, Work<T> work) {
    T value;
    try {
      value = work.run();
    } catch (EncodingException | IllegalArgumentException | PolicyException e) {
      out.onError(failed(Status.INVALID_ARGUMENT, e));
      return;
    } catch (CompensationConflictException e) {
      out.onError(failed(Status.FAILED_PRECONDITION, e));
      return;
    } catch (IOException e) {
      out.onError(failed(Status.UNAVAILABLE, e));
      return;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      boolean conflict =
          cause instanceof RegistryConflictException || cause instanceof SanctionConflictException;
      out.onError(failed(conflict ? Status.FAILED_PRECONDITION : Status.UNAVAILABLE, cause));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.onError(failed(Status.CANCELLED, e));
      return;
    }
    out.onNext(value);
    out.onCompleted();
  }

  private static StatusException failed(Status status, @Nullable Throwable why) {
    return status.withDescription(why == null ? null : why.getMessage()).asException();
  }
}
