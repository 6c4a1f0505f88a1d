using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Shield.Core.Planning.Pce;

/// <summary>
/// Our mark on an entry, in its description: <c>gds1|owner|type|finding id, 8 chars|day first blocked</c>. Written once: what
/// changes afterwards (severity, until) lives in the ledger, so that a re-sighting is no reason to write.
/// </summary>
public sealed record EntryMark
{
    private const string Version = "gds1";
    private const string SentinelType = "sentinel";
    private const string BaseType = "base";
    private const string SummaryType = "summary";
    private const int LongestDescription = 100;
    private const int FindingIdLength = 8;

    private EntryMark(string owner, string type, string id, string day) => (Owner, Type, Id, Day) = (owner, type, id, day);

    public string Owner { get; }

    /// <summary>
    /// The finding's type, cut to fit; <c>operator</c> for an operator's block; <c>summary</c>; <c>sentinel</c> or <c>base</c> for a
    /// fixture.
    /// </summary>
    public string Type { get; }

    /// <summary>
    /// The first characters of the finding's id, or the act's id; how many parties a summary was made of; empty for a fixture.
    /// </summary>
    public string Id { get; }

    public string Day { get; }

    /// <summary>Of what a list of ours always holds: no block.</summary>
    public bool IsFixture => Type is SentinelType or BaseType && Id.Length is 0;

    /// <summary>Of an entry that stands for several neighbours, for want of room.</summary>
    public bool IsSummary => Type is SummaryType;

    public static EntryMark Sentinel(string owner) => new(owner, SentinelType, "", "");

    public static EntryMark Base(string owner) => new(owner, BaseType, "", "");

    public static EntryMark OfFinding(string owner, string type, string findingId, DateTimeOffset firstBlocked) =>
        Fitting(owner, type, findingId.Length > FindingIdLength ? findingId[..FindingIdLength] : findingId, firstBlocked);

    public static EntryMark OfAct(string owner, string actId, DateTimeOffset firstBlocked) =>
        Fitting(owner, "operator", actId, firstBlocked);

    public static EntryMark Summary(string owner, int parties, DateTimeOffset day) =>
        Fitting(owner, SummaryType, $"{parties}-parties", day);

    /// <summary>False for a description that is not ours; a foreign entry, whatever it looks like.</summary>
    public static bool TryParse(string? description, [NotNullWhen(true)] out EntryMark? mark)
    {
        mark = description?.Split('|') switch
        {
            [Version, { Length: > 0 } owner, SentinelType or BaseType] parts => new EntryMark(owner, parts[2], "", ""),
            [Version, { Length: > 0 } owner, var type, var id, var day] => new EntryMark(owner, type, id, day),
            _ => null,
        };
        return mark is not null;
    }

    /// <summary>The description as it goes to the PCE.</summary>
    public override string ToString() => IsFixture ? $"{Version}|{Owner}|{Type}" : $"{Version}|{Owner}|{Type}|{Id}|{Day}";

    public static string DayOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static EntryMark Fitting(string owner, string type, string id, DateTimeOffset day)
    {
        var mark = new EntryMark(owner, Clean(type), Clean(id), DayOf(day));
        var surplus = mark.ToString().Length - LongestDescription;
        return surplus <= 0 ? mark : new EntryMark(owner, mark.Type[..Math.Max(1, mark.Type.Length - surplus)], mark.Id, mark.Day);
    }

    // The text comes from a finding: nothing that a screen, a CSV cell or the PCE could take for more than text.
    private static string Clean(string text) =>
        new([.. text.Select(c => char.IsAsciiLetterOrDigit(c) || ":./!&_-".Contains(c, StringComparison.Ordinal) ? c : '_')]);
}
