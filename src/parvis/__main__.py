from parvis.config.cli import main

main()
