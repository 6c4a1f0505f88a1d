using System.Globalization;

namespace Shield.Console.Map;

/// <summary>What of the map somebody looks at, as it stands in the address of the page: it can be kept, sent on and gone back to.</summary>
public sealed record MapAddress
{
    public const string Page = "/map";

    public PartyGrouping? By { get; init; }

    /// <summary>The node of ours that is opened.</summary>
    public string? Ours { get; init; }

    /// <summary>The node of theirs that is opened.</summary>
    public string? Theirs { get; init; }

    /// <summary>The node of ours that is explained; with one of theirs, the pair of the two.</summary>
    public string? Workload { get; init; }

    /// <summary>The node of theirs that is explained.</summary>
    public string? Party { get; init; }

    /// <summary>The moment that is shown, in milliseconds since 1970; null for now.</summary>
    public long? At { get; init; }

    public DrawingQuery Query => new(By, Ours, Theirs);

    /// <summary>Nothing is explained.</summary>
    public MapAddress Unselected => this with { Workload = null, Party = null };

    /// <summary>Null for now, and for what is no moment.</summary>
    public static DateTimeOffset? MomentOf(string? at) =>
        long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    public override string ToString()
    {
        (string Key, string? Value)[] parts =
        [
            ("by", By?.ToWord()),
            ("ours", Ours),
            ("theirs", Theirs),
            ("workload", Workload),
            ("party", Party),
            ("at", At?.ToString(CultureInfo.InvariantCulture)),
        ];
        var query = string.Join(
            '&',
            parts.Where(part => part.Value is not null).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}")
        );
        return query is "" ? Page : $"{Page}?{query}";
    }
}
