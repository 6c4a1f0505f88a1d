using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Evidence;
using Shield.Core.Indicators;
using Shield.Core.Ledger;

namespace Shield.Core.Decisions;

/// <summary>Names of the settings that are never blocked.</summary>
/// <param name="Operators"><c>NeverBlock:Names</c>: each with every name below it.</param>
/// <param name="Pce">The host of <c>Pce:Url</c>; none where that is an address.</param>
public sealed record GivenNames(ImmutableArray<DomainName> Operators, ImmutableArray<DomainName> Pce)
{
    public static readonly GivenNames None = new([], []);
}

/// <summary>
/// Where the never-block tiers come from. All are required: a source that could not be read must not pass for an empty one.
/// </summary>
public sealed record NeverBlockSources
{
    public required ImmutableArray<AddressRange> Allowed { get; init; }

    public required ImmutableArray<DomainName> AllowedDomains { get; init; }

    /// <summary>The names by which the PCE is asked.</summary>
    public ImmutableArray<DomainName> PceNames { get; init; } = [];

    public required ImmutableArray<AddressRange> Own { get; init; }

    public required PceAddresses Pce { get; init; }

    /// <summary>The files of soft never-block, read or not.</summary>
    public required ImmutableArray<SoftSource> Soft { get; init; }

    /// <summary>Whatever else could not be read, as a sentence each.</summary>
    public ImmutableArray<string> Unreadable { get; init; } = [];

    /// <param name="ledger">For own addresses, those that the PCE's name led to before, and the allowlist.</param>
    /// <param name="settings">The ranges of <c>NeverBlock:Ranges</c>.</param>
    /// <param name="names">The names that the settings say.</param>
    /// <param name="soft">The files of <c>NeverBlock:Files</c>.</param>
    /// <param name="pce">Where the PCE answers now.</param>
    /// <param name="now">What has ended by then protects no more.</param>
    /// <param name="noticed">Since when it is known that records are dated after now: they protect as if they were of that moment. Null:
    /// since just now.</param>
    public static NeverBlockSources From(
        LedgerContent ledger,
        ImmutableArray<AddressRange> settings,
        GivenNames names,
        ImmutableArray<SoftSource> soft,
        PceAddresses pce,
        DateTimeOffset now,
        DateTimeOffset? noticed = null
    )
    {
        var counted = ledger.AsOf(now, noticed);
        var allowed = Allowlist.InForce(counted.Acts, now).Select(act => act.Indicator!.Value).ToLookup(indicator => indicator.IsDomain);
        return new NeverBlockSources
        {
            Allowed = [.. settings, .. allowed[false].Select(indicator => indicator.Range)],
            AllowedDomains = [.. names.Operators, .. allowed[true].Select(indicator => indicator.Domain!)],
            PceNames = names.Pce,
            Own = [.. InForce(counted.OwnAddresses)],
            Pce = pce with { Ranges = [.. pce.Ranges, .. InForce(counted.PceAddresses)] },
            Soft = soft,
        };

        // Subtracted, since a finding may claim any date and a sum could run over the last one that there is.
        IEnumerable<AddressRange> InForce(ImmutableArray<OwnAddress> addresses) =>
            addresses.Where(own => now - own.LastSeen < OwnAddress.Life).Select(own => own.Address);
    }
}
