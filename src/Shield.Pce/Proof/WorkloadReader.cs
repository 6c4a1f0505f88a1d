using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Shield.Pce.Calling;
using Shield.Pce.Wire;

namespace Shield.Pce.Proof;

public sealed class WorkloadReader(PceClient client)
{
    private string Path => $"{client.Organization}/workloads";

    /// <summary>Every workload, managed or not, or an error: 500 and more are read as a job (law 2).</summary>
    public async Task<ImmutableArray<Workload>> ReadAsync(CancellationToken cancellationToken) =>
        All(await client.GetAllAsync(Path, PceJson.Default.WorkloadWireArray, cancellationToken).ConfigureAwait(false));

    /// <summary>The same for whoever has an end: where the PCE's job takes longer, it can be gone on with by another call.</summary>
    /// <param name="job">What an earlier call left over; null to begin, and where it is no job of this organisation.</param>
    /// <param name="patience">So long a job is waited for.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<WorkloadReading> ReadWithinAsync(string? job, TimeSpan patience, CancellationToken cancellationToken)
    {
        var ours = job?.StartsWith($"{client.Organization}/jobs/", StringComparison.Ordinal) ?? false ? job : null;
        var (rows, left) = await client
            .CollectAsync(Path, ours, patience, PceJson.Default.WorkloadWireArray, cancellationToken)
            .ConfigureAwait(false);
        return rows is null ? new WorkloadReading(null, left) : new WorkloadReading(All(rows), null);
    }

    private ImmutableArray<Workload> All(WorkloadWire[] rows) => [.. rows.Where(row => row.Deleted is not true).Select(ToWorkload)];

    private Workload ToWorkload(WorkloadWire wire) =>
        new()
        {
            Href = wire.Href,
            Hostname = client.Show(string.IsNullOrEmpty(wire.Hostname) ? wire.Name ?? wire.Href : wire.Hostname),
            IsManaged = wire.Managed,
            EnforcementMode = Word(wire.EnforcementMode),
            Online = wire.Online,
            Labels = wire.Labels is { } labels ? [.. labels.Select(label => new LabelText(label.Key, label.Value))] : null,
            LabelHrefs =
                wire.Labels is { } carried && carried.All(label => label.Href is not null)
                    ? [.. carried.Select(label => label.Href!)]
                    : null,
            Interfaces =
            [
                .. (wire.Interfaces ?? [])
                    .Where(one => one.Address is not null)
                    .Select(one => new WorkloadInterface(client.Show(one.Name), client.Show(one.Address))),
            ],
            PublicAddress = Word(wire.PublicIp),
            OsId = Word(wire.OsId),
            OsDetail = Word(wire.OsDetail),
            Firewall = PrimacyOf(wire.FirewallCoexistence),
            VenStatus = Word(wire.Ven?.Status),
            VenType = Word(wire.Ven?.VenType),
            AgentVersion = Word(wire.Agent?.Status?.AgentVersion),
            UpdateMode = Word(wire.Agent?.Config?.SecurityPolicyUpdateMode),
            SyncState = Word(wire.Agent?.Status?.SecurityPolicySyncState),
            IsFirewallCurrent = wire.Agent?.Status?.FwConfigCurrent,
            LastHeartbeat = Time(wire.Agent?.Status?.LastHeartbeatOn),
            PolicyReceived = Time(wire.Agent?.Status?.SecurityPolicyReceivedAt),
            PolicyApplied = Time(wire.Agent?.Status?.SecurityPolicyAppliedAt),
            Health = wire.Agent?.Status?.AgentHealth is { } troubles
                ? [.. troubles.Select(trouble => new AgentTrouble(client.Show(trouble.Type), Word(trouble.Severity)))]
                : null,
        };

    private string? Word(string? text) => string.IsNullOrEmpty(text) ? null : client.Show(text);

    /// <summary>A time that cannot be read was not told: no reason to know nothing of all other workloads.</summary>
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    // null says that there is no other firewall; an absent member says nothing.
    private static FirewallPrimacy PrimacyOf(JsonElement coexistence) =>
        coexistence.ValueKind switch
        {
            JsonValueKind.Null => FirewallPrimacy.Alone,
            JsonValueKind.Object when coexistence.TryGetProperty("illumio_primary", out var primary) => primary.ValueKind switch
            {
                JsonValueKind.True => FirewallPrimacy.Illumio,
                JsonValueKind.False => FirewallPrimacy.Other,
                _ => FirewallPrimacy.Unknown,
            },
            _ => FirewallPrimacy.Unknown,
        };
}

/// <param name="Workloads">All of them; null where the PCE's job was not done in time.</param>
/// <param name="Job">The job to go on with; null where they are read.</param>
public sealed record WorkloadReading(ImmutableArray<Workload>? Workloads, string? Job);
