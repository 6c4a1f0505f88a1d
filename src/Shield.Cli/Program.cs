using Shield.Cli;
using Shield.Cli.Streams;

return await ShieldCommandLine.RunAsync(args, Surroundings.OfThisProcess(), CancellationToken.None);
