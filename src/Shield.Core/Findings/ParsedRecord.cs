using System.Collections.Immutable;

namespace Shield.Core.Findings;

/// <summary>What one record holds.</summary>
/// <param name="Finding">Null where the record is none; the only fault says why, or it is a call.</param>
/// <param name="Faults">What could not be read, as sentences without their subject. A finding with faults still counts, with all that could
/// be read.</param>
public readonly record struct ParsedRecord(Finding? Finding, ImmutableArray<string> Faults)
{
    /// <summary>What somebody did about findings; null for anything else.</summary>
    public FindingCall? Call { get; init; }

    /// <summary>As a finding of GuardDuty's it says two things at once, so that nothing that is wrapped in it counts either.</summary>
    public bool IsAmbiguous { get; init; }

    public static ParsedRecord Rejected(string reason) => new(null, [reason]);
}
