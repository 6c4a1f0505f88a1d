using System.Collections.Immutable;
using Shield.Aws.Parameters;

namespace Shield.Hosting.Settings;

/// <summary>
/// The settings of a stack for a function that has nobody to ask: where those of now are wrong, the newest earlier ones that are not.
/// Parameter Store keeps them, so this holds for a function that has only just started, too.
/// </summary>
/// <param name="Settings">Null where there are none that are right.</param>
/// <param name="WhyRefused">What is wrong with those of now; null where they count.</param>
public sealed record GoodSettings(ShieldSettings? Settings, string? WhyRefused)
{
    /// <summary>So many requests look for earlier ones, each for ten versions.</summary>
    private const int MostLooks = 2;

    /// <inheritdoc cref="StackSettings.ReadAsync(string, ImmutableArray{SettingLayer}, ParameterStore, CancellationToken)"/>
    public static async Task<GoodSettings> ReadAsync(
        string stack,
        ImmutableArray<SettingLayer> stronger,
        ParameterStore store,
        CancellationToken cancellationToken
    )
    {
        var newest = await TryAsync(instead: null);
        if (newest.WhyRefused is null)
        {
            return newest;
        }

        var name = StackSettings.ChosenName(stack);
        var version = (await store.ReadAsync([name], cancellationToken)).GetValueOrDefault(name)?.Version ?? 0;
        for (var look = 0; look < MostLooks; look++)
        {
            var earlier = await store.ReadEarlierAsync(name, version, cancellationToken);
            foreach (var parameter in earlier)
            {
                if (await TryAsync(parameter) is { Settings: { } good })
                {
                    return new GoodSettings(
                        good,
                        $"{newest.WhyRefused}; version {parameter.Version} of {name} counts until that is mended"
                    );
                }
            }

            version = earlier is [.., var oldest] ? oldest.Version : 0;
        }

        return newest;

        async Task<GoodSettings> TryAsync(StoredParameter? instead)
        {
            try
            {
                var read = await StackSettings.ReadAsync(stack, stronger, store, instead, cancellationToken);
                var settings = ShieldSettings.From(read.Layers, needsPce: false, read.WhyNoKey);
                ImmutableArray<string> faults = [.. settings.PceFaults.Where(fault => !IsOfKey(fault))];
                return faults.IsEmpty ? new GoodSettings(settings, null) : new GoodSettings(null, new SettingsException(faults).Message);
            }
            catch (SettingsException wrong)
            {
                return new GoodSettings(null, wrong.Message);
            }
        }
    }

    /// <summary>The key is another parameter: an earlier one of these settings does not bring it back.</summary>
    private static bool IsOfKey(string fault) => fault.StartsWith("Pce:Api", StringComparison.Ordinal);
}
