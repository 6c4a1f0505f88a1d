using System.Collections.Immutable;
using Shield.Core.Telling;
using Shield.Hosting.Settings;

namespace Shield.Service.Settings;

/// <summary>
/// Which settings count. Recording knows only its own part of them, as the function that records in AWS does, so that no fault in the rest
/// stops it (law 17).
/// </summary>
internal sealed record SettingsInForce
{
    /// <summary>What recording needs: the ledger, the sources, and the limit of a record.</summary>
    private static readonly ImmutableArray<string> ForRecording = ["Ledger:", "Service:", "Input:", "Aws:", "Pce:OwnerId"];

    /// <summary>As they were read, with what counts only after a restart as it was at the start.</summary>
    public required ImmutableArray<SettingLayer> Layers { get; init; }

    public required ShieldSettings Recording { get; init; }

    /// <summary>Null where they are wrong: then nothing is reconciled.</summary>
    public required ShieldSettings? Whole { get; init; }

    /// <summary>What is wrong with the settings as they are written now, or needs a restart; a sentence each, without an end.</summary>
    public required ImmutableArray<string> Refused { get; init; }

    /// <summary>The same as news.</summary>
    public ImmutableArray<Problem> Problems =>
        Refused.IsEmpty ? [] : [Problem.InHost("settings", $"settings: {string.Join("; ", Refused)}")];

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>At the start: where only a part that recording does not need is wrong, recording begins and the rest waits.</summary>
    /// <exception cref="SettingsException">What recording needs is wrong; with every other fault.</exception>
    public static SettingsInForce AtStart(SettingsPlace place, DateTimeOffset now)
    {
        var layers = place.Read();
        try
        {
            return Good(layers, place, [], now);
        }
        catch (SettingsException wrong) when (PartForRecording(layers) is { } part)
        {
            return new SettingsInForce
            {
                Layers = layers,
                Recording = part,
                Whole = null,
                Refused = wrong.Faults,
                ReadAt = now,
            };
        }
    }

    /// <summary>After the file has changed. What is wrong changes nothing, and what needs a restart stays as it was.</summary>
    public SettingsInForce ReadAgain(SettingsPlace place, DateTimeOffset now)
    {
        try
        {
            var layers = place.Read();
            ImmutableArray<SettingLayer> merged = [.. layers.Zip(Layers, Merge)];
            return Good(merged, place, ChangedOnlyByRestart(layers), now);
        }
        catch (SettingsException wrong)
        {
            return this with { Refused = wrong.Faults };
        }
    }

    private static SettingsInForce Good(
        ImmutableArray<SettingLayer> layers,
        SettingsPlace place,
        ImmutableArray<string> refused,
        DateTimeOffset now
    )
    {
        var whole = ShieldSettings.From(layers, needsPce: false, proxyFaults: place.ProxyFaults);
        return new SettingsInForce
        {
            Layers = layers,
            Recording = whole,
            Whole = whole,
            Refused = refused,
            ReadAt = now,
        };
    }

    /// <returns>Null where that part is wrong, too.</returns>
    private static ShieldSettings? PartForRecording(ImmutableArray<SettingLayer> layers)
    {
        try
        {
            return ShieldSettings.From(
                [.. layers.Select(layer => layer with { Values = Only(layer, key => ForRecording.Any(part => IsBelow(key, part))) })],
                needsPce: false
            );
        }
        catch (SettingsException)
        {
            return null;
        }
    }

    private static bool IsBelow(string key, string part) => key.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>Of the new layer what may change, of the old one what may not.</summary>
    private static SettingLayer Merge(SettingLayer now, SettingLayer before) =>
        now with
        {
            Values = Only(now, key => !IsReadOnce(key)).SetItems(Only(before, IsReadOnce)),
        };

    private ImmutableArray<string> ChangedOnlyByRestart(ImmutableArray<SettingLayer> layers) =>
        [
            .. layers
                .Zip(Layers, (now, before) => (now, before))
                .SelectMany(pair =>
                    pair.now.Values.Keys.Union(pair.before.Values.Keys, StringComparer.OrdinalIgnoreCase)
                        .Where(IsReadOnce)
                        .Where(key => pair.now.Values.GetValueOrDefault(key) != pair.before.Values.GetValueOrDefault(key))
                )
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(key => $"{key}: was changed, and counts only after a restart of shield run; until then the earlier value counts"),
        ];

    private static bool IsReadOnce(string key) => SettingTable.Find(key) is { IsReadOnce: true };

    private static ImmutableDictionary<string, string> Only(SettingLayer layer, Func<string, bool> isWanted) =>
        layer.Values.RemoveRange(layer.Values.Keys.Where(key => !isWanted(key)));
}
