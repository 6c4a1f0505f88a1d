using System.Collections.Immutable;

namespace Shield.Hosting.Settings;

/// <summary>The settings cannot be worked with; every fault at once, each as <c>key: what is wrong</c>.</summary>
public sealed class SettingsException(ImmutableArray<string> faults) : Exception(string.Join("; ", faults))
{
    public ImmutableArray<string> Faults { get; } = faults;
}
