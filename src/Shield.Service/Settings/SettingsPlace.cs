using System.Collections.Immutable;
using Shield.Hosting.Settings;

namespace Shield.Service.Settings;

/// <summary>Where the settings come from, to be read again when the file changes.</summary>
/// <param name="File">The settings file; null where there is none, or where it is a pipe that can be read once only.</param>
/// <param name="Read">Reads all layers; throws <see cref="SettingsException"/> where the file is no settings file.</param>
/// <param name="ProxyFaults">What is wrong with the variables that name a proxy, which a process cannot change.</param>
public sealed record SettingsPlace(string? File, Func<ImmutableArray<SettingLayer>> Read, ImmutableArray<string> ProxyFaults);
