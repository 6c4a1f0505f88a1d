using System.Collections.Immutable;

namespace Shield.Hosting.Settings;

/// <summary>One setting of the contract, by the name that files, environment and flags use.</summary>
/// <param name="Name">Such as <c>Pce:OwnerId</c>; compared without case. <c>&lt;n&gt;</c> stands for a number, <c>&lt;account&gt;</c> for
/// the twelve digits of an AWS account.</param>
/// <param name="IsList">True where it holds several values.</param>
public sealed record SettingKey(string Name, bool IsList = false)
{
    // Split once: a file may have a hundred thousand keys, and each is compared with all of these.
    private readonly string[] _parts = Name.Split(':');

    public static readonly ImmutableArray<SettingKey> All =
    [
        new("Pce:Url"),
        new("Pce:OrgId"),
        new("Pce:ApiKey"),
        new("Pce:ApiSecret"),
        new("Pce:OwnerId"),
        new("Pce:SecondApiKey"),
        new("Pce:SecondApiSecret"),
        new("Pce:KeyParameter"),
        new("Pce:Mode"),
        new("Pce:Scope", IsList: true),
        new("Pce:CaBundle"),
        new("Pce:RequestsPerMinute"),
        new("Pce:MaxEntries"),
        new("Pce:ForeignDraftWait"),
        new("Ledger:Kind"),
        new("Ledger:Path"),
        new("Ledger:Table"),
        new("Ledger:Region"),
        new("Ledger:Retention"),
        new("Aws:Queue"),
        new("Aws:DeadLetterQueue"),
        new("Aws:Function"),
        new("Limits:AddPerRun"),
        new("Limits:AddPerDay"),
        new("Limits:WidestV4"),
        new("Limits:WidestV6"),
        new("Policy:Autonomy"),
        new("Policy:MinimumSeverity"),
        new("Policy:AcceptSamples"),
        new("Policy:ApiCallers"),
        new("Policy:RdsLogins"),
        new("Policy:OnArchive"),
        new("Policy:OnManualRemoval"),
        new("Policy:ResolveDomains"),
        new("Policy:Accounts:<account>:Autonomy"),
        new("Policy:Accounts:<account>:MinimumSeverity"),
        new("Policy:Life:Low"),
        new("Policy:Life:Medium"),
        new("Policy:Life:High"),
        new("Policy:Life:Critical"),
        new("NeverBlock:Ranges", IsList: true),
        new("NeverBlock:Names", IsList: true),
        new("NeverBlock:Files"),
        new("NeverBlock:Files:<n>:Name"),
        new("NeverBlock:Files:<n>:Path"),
        new("NeverBlock:Files:<n>:Format"),
        new("NeverBlock:Files:<n>:Kind"),
        new("NeverBlock:Files:<n>:Services", IsList: true),
        new("Reconcile:Window"),
        new("Reconcile:VersionsPerHour"),
        new("Input:MaxRecordBytes"),
    ];

    /// <summary>As an environment variable.</summary>
    public string Variable => SettingLayer.VariablePrefix + Name.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>True for the key itself and, of a list, for one of its elements: <c>Pce:Scope:0</c>.</summary>
    public bool Matches(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var theirs = key.AsSpan();
        Span<Range> parts = stackalloc Range[_parts.Length + 2];
        var count = theirs.Split(parts, ':');
        if (count != _parts.Length && !(IsList && count == _parts.Length + 1 && IsNumber(theirs[parts[count - 1]])))
        {
            return false;
        }

        for (var at = 0; at < _parts.Length; at++)
        {
            if (!Fits(_parts[at], theirs[parts[at]]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Fits(string ours, ReadOnlySpan<char> theirs) =>
        ours switch
        {
            "<n>" => IsNumber(theirs),
            "<account>" => theirs.Length is 12 && IsNumber(theirs),
            _ => theirs.Equals(ours, StringComparison.OrdinalIgnoreCase),
        };

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is > 0 and < 13 && !text.ContainsAnyExceptInRange('0', '9');
}
