using System.Collections.Immutable;
using Shield.Core.Indicators;

namespace Shield.EndToEndTests.Campaign;

/// <summary>Everybody whom a history is about: few, so that ranges, neighbours and acts meet.</summary>
internal static class Parties
{
    /// <summary>The last is a range around the others; the one before it is never blocked, by the settings.</summary>
    private static readonly ImmutableArray<Indicator> All =
    [
        .. new[] { "45.95.11.2", "45.95.11.3", "45.95.11.5", "45.95.11.12", "2a0e:97c0::7", "45.95.11.9", "45.95.11.0/28" }.Select(
            Indicator.Parse
        ),
    ];

    public static int Count => All.Length;

    public static ImmutableArray<AddressRange> NeverBlock { get; } = [AddressRange.Parse("45.95.11.8/31")];

    /// <summary>Every single address that anything can be said of.</summary>
    public static ImmutableArray<AddressRange> Addresses { get; } =
    [.. Enumerable.Range(0, 16).Select(last => AddressRange.Parse($"45.95.11.{last}")), AddressRange.Parse("2a0e:97c0::7")];

    public static Indicator Of(int party) => All[party];

    public static bool IsRange(int party) => party == All.Length - 1;

    public static string Name(int party) => All[party].ToString();

    public static string Foreign(int which) => $"203.0.114.{which + 1}";
}
