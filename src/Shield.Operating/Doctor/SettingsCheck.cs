using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Hosting.Settings;
using Shield.Operating.Checks;

namespace Shield.Operating.Doctor;

/// <summary>
/// Where the settings are from, and whether those of the PCE are complete. Any other wrong setting ends every command, the doctor too.
/// </summary>
public static class SettingsCheck
{
    private const string Name = "settings";

    public static ExaminedRow Of(ShieldSettings settings)
    {
        var layers = settings.Layers.Where(layer => !layer.Values.IsEmpty).Select(layer => layer.Origin).ToList();
        var read = $"read from {(layers is [] ? "nowhere" : string.Join(", then ", layers))}";
        return (settings.PceFaults, settings.Aws) switch
        {
            ([], _) when !settings.Warnings.IsEmpty => ExaminedRow.Warn(
                Name,
                $"{read}; {string.Join("; ", settings.Warnings)}",
                "shield policy show says where each value comes from; docs/config.md how lists of several places combine"
            ),
            ([], _) => ExaminedRow.Pass(Name, $"{read}; owner {settings.Pce.OwnerId}, mode {settings.Pce.Mode.ToWord()}"),
            (var faults, null) => ExaminedRow.Fail(
                Name,
                $"{read}; {string.Join("; ", [.. faults, .. settings.Warnings])}",
                "docs/config.md says what each one is; until then the PCE cannot be asked"
            ),
            // Somebody who operates a deployment in AWS need not be able to read the PCE's key: the Lambda has it.
            (var faults, _) => ExaminedRow.Warn(
                Name,
                $"{read}; {string.Join("; ", [.. faults, .. settings.Warnings])}",
                "put the key there with deploy/deploy.sh, or, where it is there and you shall not read it, look at "
                    + "last-reconcile: the Lambda reads it"
            ),
        };
    }
}
