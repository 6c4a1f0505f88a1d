using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shield.Core.Decisions;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Indicators;
using Shield.Core.Planning.Pce;

namespace Shield.Core.Reconciling;

/// <summary>What of the settings the loop needs.</summary>
public sealed record ReconcileSettings
{
    public required string Owner { get; init; }

    /// <summary>Which PCE: its URL and organisation. Null where nobody said.</summary>
    public string? Pce { get; init; }

    public PceMode Mode { get; init; } = PceMode.Deny;

    /// <summary>Lists of ours in the other mode are on their way out: <c>init --migrate</c>, and nobody else (law 15).</summary>
    public bool IsMoving { get; init; }

    public DecisionPolicy Policy { get; init; } = new();

    /// <summary><c>NeverBlock:Ranges</c>.</summary>
    public ImmutableArray<AddressRange> NeverBlock { get; init; } = [];

    /// <summary><c>NeverBlock:Names</c>, and the PCE's own.</summary>
    public GivenNames NeverBlockNames { get; init; } = GivenNames.None;

    /// <summary><c>NeverBlock:Files</c>, read or not.</summary>
    public ImmutableArray<SoftSource> SoftNeverBlock { get; init; } = [];

    /// <summary>Sources of never-block beside those that could not be read: no new block is made (law 1).</summary>
    public ImmutableArray<string> UnreadableNeverBlock { get; init; } = [];

    public int AddPerRun { get; init; } = 6_000;

    public int AddPerDay { get; init; } = 12_000;

    /// <summary>
    /// Entries of ours on both lists together. The PCE's limit of 10,000 is shared with everybody's lists (docs/pce.md#7-limits).
    /// </summary>
    public int MaxEntries { get; init; } = 6_000;

    public TimeSpan ForeignDraftWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// <c>Reconcile:VersionsPerHour</c> for whoever is bound by the <see cref="VersionBucket"/>: the Lambda and the service.
    /// Null for a command, which goes at once (law 11).
    /// </summary>
    public int? VersionsPerHour { get; init; }

    /// <summary>
    /// SHA-256, lower-case hex, over all that decides what a reconcile does. Not over when it may: a command and a schedule with the same
    /// settings do the same. Nor over what was found in files: that is read, not set.
    /// </summary>
    public string Fingerprint
    {
        get
        {
            var text = string.Join(
                '\n',
                Owner,
                Pce,
                Mode,
                IsMoving,
                JsonSerializer.Serialize(Policy, HistoryJson.Default.DecisionPolicy),
                string.Join(' ', NeverBlock),
                JsonSerializer.Serialize([.. SoftNeverBlock.Select(source => source.File.Name)], HistoryJson.Default.StringArray),
                string.Create(CultureInfo.InvariantCulture, $"{AddPerRun} {AddPerDay} {MaxEntries} {ForeignDraftWait.Ticks}")
            );
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }
}
