namespace Shield.Tests.Architecture.Planted.Upper;

internal sealed class Wanted;
