using System.Collections.Immutable;
using Shield.Core.Decisions.SoftLists;
using Shield.Core.Indicators;
using Shield.Hosting.Settings.Rows;

namespace Shield.Hosting.Settings;

/// <summary>
/// A list of a stronger place takes the place of a weaker one's as a whole. Where something was never to be blocked by the weaker one and
/// is not protected by the stronger one, somebody may not have meant that.
/// </summary>
internal static class NeverBlockWarnings
{
    private const int MostNamed = 5;

    public static ImmutableArray<string> Of(SettingReader reader, ShieldSettings settings) =>
        [.. OfRanges(reader, settings.NeverBlock), .. OfFiles(reader, settings.NeverBlockFiles)];

    private static IEnumerable<string> OfRanges(SettingReader reader, ImmutableArray<AddressRange> inForce)
    {
        if (reader.Below(NeverBlockRows.Ranges.Name) is not var (stronger, weaker))
        {
            yield break;
        }

        var lost = RangeSet
            .Of(weaker.List(NeverBlockRows.Ranges))
            .Subtract(RangeSet.Of(inForce))
            .ToCidrs()
            .Select(range => range.ToString())
            .ToList();
        if (lost is not [])
        {
            yield return Sentence(NeverBlockRows.Ranges.Name, stronger, lost);
        }
    }

    private static IEnumerable<string> OfFiles(SettingReader reader, ImmutableArray<SoftFile> inForce)
    {
        if (reader.Below(NeverBlockRows.Files.Name) is not var (stronger, weaker))
        {
            yield break;
        }

        // A stack's settings name a list beside the function; the copy of it on an operator's machine is the same list.
        var lost = SoftFileSettings.Read(weaker).ExceptBy(inForce.Select(Copy), Copy).Select(file => file.Path).ToList();
        if (lost is not [])
        {
            yield return Sentence(NeverBlockRows.Files.Name, stronger, lost);
        }
    }

    private static (string, string) Copy(SoftFile file) => (file.Name, Path.GetFileName(file.Path));

    private static string Sentence(string key, SettingLayer stronger, List<string> lost)
    {
        var more = lost.Count > MostNamed ? $" and {lost.Count - MostNamed} more" : "";
        return $"{key}: the list of {Place(stronger, key)} takes the place of a weaker one as a whole, "
            + $"and leaves out {string.Join(", ", lost.Take(MostNamed))}{more}: "
            + "what is left out can be blocked. If that is not meant, say the whole list there, or only in the weaker place";
    }

    private static string Place(SettingLayer layer, string key) =>
        layer.Source is SettingSource.Environment ? $"the environment ({layer.Spell(key)})" : layer.Origin;
}
