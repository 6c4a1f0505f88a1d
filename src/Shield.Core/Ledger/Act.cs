using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;

namespace Shield.Core.Ledger;

public enum ActKind
{
    Block,
    Unblock,
    Approve,
    Reject,
    Allow,
    Disallow,
    Pause,
    Resume,

    /// <summary>An entry of ours that a person took off the PCE; recorded by the reconcile that missed it.</summary>
    RemovedByHand,

    /// <summary>
    /// Lifts the limits (<c>Limits:AddPerRun</c>, <c>Limits:AddPerDay</c>) for one indicator that they kept back, and changes nothing else
    /// about it.
    /// </summary>
    Accept,

    /// <summary>Takes an earlier act back, of whatever kind (<see cref="Act.Withdraws"/>): from then on that one decides nothing.</summary>
    Withdraw,
}

/// <summary>What an operator did: with who, when and why. Keyed by its own id, append-only.</summary>
public sealed record Act : IComparable<Act>
{
    /// <summary>In milliseconds since 1970: what a version 7 UUID begins with may be later, and is no moment then.</summary>
    private static readonly long LastMoment = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public required string Id { get; init; }

    public required ActKind Kind { get; init; }

    /// <summary>Null for pause and resume, which are about the whole. Of a withdrawal that of the act that it takes back.</summary>
    public required Indicator? Indicator { get; init; }

    public Directions Directions { get; init; } = Directions.Both;

    public required DateTimeOffset At { get; init; }

    /// <summary>When it ceases to be in force; null for never (allow).</summary>
    public required DateTimeOffset? Until { get; init; }

    public required string Who { get; init; }

    public required string Why { get; init; }

    /// <summary>
    /// The fingerprint of the plan that this accepts: such a block is exempt from the limits, never from capacity or never-block. Of an
    /// <see cref="ActKind.Accept"/>; version 0.1 recorded an <see cref="ActKind.Approve"/> with it, which is still read as both.
    /// </summary>
    public string? AcceptedPlan { get; init; }

    /// <summary>The id of the act that this one takes back; null for every other kind.</summary>
    public string? Withdraws { get; init; }

    /// <summary>
    /// Where this act stands among the others: its date, unless its id says that it was recorded after one with a later date
    /// (<see cref="After"/>).
    /// </summary>
    public DateTimeOffset Order => MomentOfId is { } moment && (moment - At).Duration() >= TimeSpan.FromSeconds(1) ? moment : At;

    /// <summary>Its id tells of its order. That of a removal by hand is a hash, and may look like anything.</summary>
    internal bool HasOrder => MomentOfId is not null;

    private DateTimeOffset? MomentOfId =>
        Kind is not ActKind.RemovedByHand
        && Id.Length is 32
        && Id[12] is '7'
        && long.TryParse(Id.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= LastMoment
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>
    /// The same, as it is recorded after all that the ledger holds already. A date is as good as the clock that gave it. Where an act in
    /// the ledger has a later one, that clock ran ahead: this act keeps its date, and its id, whose moment is later than all of theirs,
    /// says that it comes after them. Where a finding was supported later, by GuardDuty's own date, our clock is behind: then that is the
    /// date of this act, which would have ended before it began once the clock is put right.
    /// </summary>
    public Act After(LedgerContent known) => AllAfter([this], known)[0];

    /// <summary>
    /// The same for several that are recorded together. They are about different things, so their order among themselves does not matter.
    /// </summary>
    public static ImmutableArray<Act> AllAfter(ImmutableArray<Act> acts, LedgerContent known)
    {
        var supported = known.Sightings.Max(sighting => sighting.Supported);
        var latest = known.Acts.Select(act => act.Order).Append(DateTimeOffset.MinValue).Max();
        return
        [
            .. acts.Select(act =>
            {
                var at = supported > act.At && supported.Value - act.At > DatedAhead.Tolerance ? supported.Value : act.At;
                var moment = latest >= at && latest.ToUnixTimeMilliseconds() < LastMoment ? latest.AddMilliseconds(1) : at;
                return act with { Id = Guid.CreateVersion7(moment).ToString("N"), At = at, Until = act.Until + (at - act.At) };
            }),
        ];
    }

    public bool IsInForce(DateTimeOffset now) => At <= now && (Until is null || now < Until);

    /// <summary>The newer act is the greater.</summary>
    public int CompareTo(Act? other) =>
        other switch
        {
            null => 1,
            _ when At != other.At => At.CompareTo(other.At),
            _ => string.CompareOrdinal(Id, other.Id),
        };
}
