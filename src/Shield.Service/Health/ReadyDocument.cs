using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Service.Health;

/// <summary>What <c>GET /readyz</c> says (docs/schemas/readyz.schema.json).</summary>
public sealed record ReadyDocument
{
    /// <summary>Findings can be recorded. The status code says the same: 200 or 503.</summary>
    public required bool Ready { get; init; }

    public required string Version { get; init; }

    /// <summary>Whatever is wrong, a sentence each, what stops recording first; empty where all is well.</summary>
    public required ImmutableArray<string> Problems { get; init; }

    public required LedgerHealth Ledger { get; init; }

    public required ImmutableArray<SourceHealth> Sources { get; init; }

    public required ReconcileHealth Reconcile { get; init; }

    public required SettingsHealth Settings { get; init; }
}

public sealed record LedgerHealth(string Place, bool Works, string? Fault);

public sealed record SourceHealth
{
    /// <summary><c>webhook</c>, <c>folder</c>, <c>queue</c> or <c>export</c>.</summary>
    public required string Kind { get; init; }

    public required string Place { get; init; }

    public required bool Works { get; init; }

    /// <summary>Since the start.</summary>
    public required long Findings { get; init; }

    /// <summary>Since the start.</summary>
    public required long Rejected { get; init; }

    public required DateTimeOffset? LastAt { get; init; }

    public required string? Fault { get; init; }

    public required DateTimeOffset? RetryAt { get; init; }
}

/// <summary>The last reconcile of any instance, by the ledger, and how the loop of this process stands.</summary>
public sealed record ReconcileHealth
{
    /// <summary>Of the last reconcile; null before the first. The words are those of <c>apply</c>.</summary>
    public required string? Outcome { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When one ended well last.</summary>
    public required DateTimeOffset? LastGoodAt { get; init; }

    /// <summary>Which instance did it.</summary>
    public required string? By { get; init; }

    public required int Added { get; init; }

    public required int Removed { get; init; }

    public required int KeptBack { get; init; }

    public required long? PolicyVersion { get; init; }

    /// <summary>Why it was refused, paused or kept something back.</summary>
    public required string? Detail { get; init; }

    public required bool Running { get; init; }

    /// <summary>Why the last attempt of this process failed; null where it did not.</summary>
    public required string? Fault { get; init; }

    /// <summary>Why news waits; null where none does.</summary>
    public required string? Waiting { get; init; }

    public required DateTimeOffset? NextAt { get; init; }
}

/// <param name="File">Null where there is none that could be read again.</param>
/// <param name="ReadAt">When those that count were read.</param>
/// <param name="Refused">What of the file does not count, and why.</param>
public sealed record SettingsHealth(string? File, DateTimeOffset ReadAt, ImmutableArray<string> Refused);

/// <summary>What <c>GET /healthz</c> says, and <c>/readyz</c> to whoever is not on this machine and shows no token.</summary>
public sealed record HealthDocument(bool Ready);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ReadyDocument))]
[JsonSerializable(typeof(HealthDocument))]
internal sealed partial class HealthJson : JsonSerializerContext;
